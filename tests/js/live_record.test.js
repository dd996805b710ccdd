import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import fc from "fast-check";

import { due } from "../../static/js/live/cues.js";
import { begin, step } from "../../static/js/live/machine.js";
import { fields, problem } from "../../static/js/live/record.js";
import { summary, thinned } from "../../static/js/live/trace.js";
import { ID, MEASURED, OPEN, START, TYPED, normal, play, random } from "./live_parts.js";

const SYMPTOMS = JSON.parse(
  readFileSync(new URL("../../invertrack/safety/data/stop_now.json", import.meta.url), "utf8"),
).items.map(({ id }) => id);
const WORDS = ["over_cap", "come_up", "stop", "hold", ...SYMPTOMS];
const HALF_HOUR_S = 1800;

const given = (session, more) => Object.fromEntries(fields(session, { tz: "UTC", ...more }));

/** Everything the server would refuse of a record, as a sentence each. */
function refused(pairs) {
  const found = [];
  const must = (isTrue, what) => isTrue || found.push(what);
  const record = Object.fromEntries(pairs);
  must(pairs.length === Object.keys(record).length, "a field twice");
  const whole = (text, least, most) => /^\d+$/.test(text) && least <= +text && +text <= most;
  const holds = [[record.angle_deg, record.duration_s_0, record.duration_s_1]];
  for (let order = 2; `hold_${order}_0` in record; order += 1) {
    must(order <= 8, "more than 8 holds");
    holds.push([0, 1, 2].map((part) => record[`hold_${order}_${part}`]));
  }
  must(holds.every(([deg]) => whole(deg, 0, 90)), "an angle");
  const seconds = holds.map(([, min, s]) => 60 * Number(min) + Number(s));
  must(holds.every(([, min, s]) => whole(min, 0, 30) && whole(s, 0, 59)), "a time");
  must(Math.min(...seconds) > 0, "an empty hold");
  const time = seconds.reduce((sum, one) => sum + one, 0);
  must(time >= 5 && time <= HALF_HOUR_S, `${time} s at angle`);
  const instants = ["started_at", "ended_at", "device_now"];
  const [start, end, now] = instants.map((name) => Date.parse(record[name]));
  must(start < end && end <= start + 14_400_000, "its times");
  must(time * 1000 <= end - start, "longer at angle than from start to level");
  must(record.rated_at === "" || Date.parse(record.rated_at) >= end, "rated while tilted");
  must(end <= now + 300_000, "it ends ahead");
  for (const name of ["pain_before", "pain_after"]) must(/^(|\d|10)$/.test(record[name]), name);
  must(["measured", "mark", "guess"].includes(record.angle_source), "source");
  must(record.planned_s === "" || whole(record.planned_s, 5, HALF_HOUR_S), "plan");
  must(record.rest_s === "" || whole(record.rest_s, 0, 3600), "rest");
  const effects = pairs.filter(([name]) => name.startsWith("effect_"));
  const isOnset = (value) => ["", "during", "coming_up", "after"].includes(value);
  for (const [name, value] of effects) {
    must(name.endsWith("_onset") ? isOnset(value) : whole(value, 0, 3), name);
  }
  if (record.samples) measured(record, holds, must);
  return found;
}

function measured({ samples, trace }, holds, must) {
  const { n, mean_deg, max_deg, sd_deg, over_cap_s, gap_s } = JSON.parse(samples);
  must([n, mean_deg, max_deg, sd_deg, over_cap_s, gap_s].every((value) => value >= 0), "samples");
  must(mean_deg <= 90 && max_deg <= 90 && sd_deg <= 180 && gap_s <= 14_400, "samples");
  if (!trace) return; // all that was measured lay beyond the hour that is drawn
  const { every_s, degrees, marks } = JSON.parse(trace);
  must(trace.length <= 2000 && every_s >= 1 && every_s <= 600, "the trace's size");
  must(degrees.some((deg) => deg !== null), "an empty trace");
  const isAngle = (deg) => Number.isInteger(deg) && Math.abs(deg) <= 90;
  must(degrees.every((deg) => deg === null || isAngle(deg)), "trace");
  must(marks.length <= 40, "marks");
  must(marks.every(([second, what]) => isSecond(second) && WORDS.includes(what)), "a mark");
  must(marks.filter(([, what]) => what === "hold").length <= holds.length, "marks of holds");
}

const isSecond = (second) => Number.isInteger(second) && second >= 0 && second <= 14_400;

/** Any event a page or a person could send, likely ones more often. */
function anyEvent(next) {
  const pick = (...choices) => choices[Math.floor(next() * choices.length)];
  const type = pick(
    ...Array(24).fill("angle"),
    ...Array(16).fill("tick"),
    ...["checked", "rated_before", "go", "back", "come_up"],
    ...["stop", "symptom", "level", "up", "rated_after", "effects", "saved"],
    ...["unknown", "constructor"],
  );
  return {
    type,
    pain: pick(0, 3, 6, 10, 11, null, "5"),
    deg: pick(-90, -10, 0, 4, 6, 9, 20, 45, 45, 60, 90, 175, null, NaN) + 3 * (next() - 0.5),
    planned_s: pick(60, 120, 600, null, 1, 1e9),
    source: pick("measured", "measured", "mark", "guess", "sight"),
    typed_deg: pick(0, 30, 90, 180, null),
    code: pick(...SYMPTOMS),
    severity: pick(0, 1, 2, 3, 4, undefined),
    codes: pick({}, { [pick(...SYMPTOMS)]: pick(0, 3, null) }, undefined),
  };
}

/** The events of one run: mostly short steps, sometimes a hold, a lock, a clock that is changed. */
function run(seed, hear = () => {}) {
  const next = random(seed);
  const facts = { is_open: true, cap: { angle_deg: 40, duration_s: 90 } };
  let session = begin({ id: ID, at: START, facts });
  let [at, last] = [START, 0];
  const send = (event) => {
    session = step(session, { at, ...event });
    hear(session, event);
  };
  if (next() < 0.7) {
    send({ type: "checked" });
    send({ type: "rated_before", pain: 6 });
    send({ type: "go", source: next() < 0.7 ? "measured" : "mark", typed_deg: 30, planned_s: 120 });
  }
  for (let count = 0; count < 60; count += 1) {
    const jump = next();
    at += jump < 0.02 ? -3_600_000 : jump < 0.04 ? 7_200_000 : jump < 0.1 ? 60_000 : 900 * next();
    const event = anyEvent(next);
    last = event.deg = next() < 0.6 ? last : event.deg;
    if (event.type === "angle" && next() < 0.5) {
      for (let more = 0; more < 20; more += 1) send({ ...event, at: (at += 250) });
    } else send(event);
  }
  for (const type of ["checked", "rated_before", "go", "come_up", "level", "up", "rated_after"]) {
    send({ type, pain: 4, source: "guess", typed_deg: 30, planned_s: null, at: (at += 6000) });
  }
  send({ type: "effects", codes: {} });
  send({ type: "saved" });
  return session;
}

test("1,000 random runs never throw nor lose a rating, and end in what the server takes", (t) => {
  const ends = {};
  for (let seed = 1; seed <= 1000; seed += 1) {
    let [before, after, said] = [null, null, []];
    const session = run(seed, (now, event) => {
      if (event.type === "rated_before" && now.state === "ready") before = now.pain_before;
      if (event.type === "rated_after" && now.state === "effects") after = now.pain_after;
      if (event.type === "tick") said = due(now, said).said;
    });
    assert.deepEqual([session.pain_before, session.pain_after], [before, after], `run ${seed}`);
    const plain = JSON.stringify(session);
    assert.equal(JSON.stringify(JSON.parse(plain)), plain, `run ${seed}`);
    assert.equal(new Set(said).size, said.length, `run ${seed}`);
    const why = problem(session) ?? "kept";
    ends[why] = (ends[why] ?? 0) + 1;
    if (why !== "kept") continue;
    assert.deepEqual(refused(fields(session, { tz: "UTC" })), [], `run ${seed}`);
  }
  t.diagnostic(JSON.stringify(ends));
  assert.ok(ends.kept > 300);
});

test("every state is reached by random runs, and a kept session goes on as it was", () => {
  const seen = new Set();
  for (let seed = 1; seed <= 60; seed += 1) run(seed, ({ state }) => seen.add(state));
  assert.equal(seen.size, 10);

  const player = play().go().stay(2).tilt(0).tilt(45).stay(30);
  player.session = JSON.parse(JSON.stringify(player.session));
  player.stay(95).tilt(0).stay(125).tap("rated_after", { pain: 2 }).tap("effects", { codes: {} });
  assert.equal(given(player.session).duration_s_0, "2");
});

test("a session of half an hour with its rest fits, with every mark it can have", () => {
  const next = random(30);
  const player = play({ is_open: true, cap: { angle_deg: 40, duration_s: null } });
  player.go({ ...MEASURED, planned_s: 1800 }).stay(2).tilt(0).tilt(45);
  for (const code of SYMPTOMS) player.send("symptom", { code, severity: 1 });
  player.stay(1800, () => normal(next)).send("stop").tilt(0).stay(125).finish();

  const record = given(player.session);
  assert.deepEqual(refused(fields(player.session, { tz: "UTC" })), []);
  const trace = JSON.parse(record.trace);
  const words = trace.marks.map(([, what]) => what);
  assert.deepEqual(words.toSorted(), ["hold", "over_cap", "stop", ...SYMPTOMS].toSorted());
  const seconds = Math.floor((player.session.after_at - START) / 1000) + 1;
  assert.ok(Math.abs(trace.degrees.length * trace.every_s - seconds) < trace.every_s);
});

test("a trace is thinned no more than it must be, to means of what is known", () => {
  const track = (degrees) => ({ track: { second: 0, sum: 0, n: 0, degrees }, marks: [] });

  assert.deepEqual(thinned(track([1, null, 3])), { every_s: 1, degrees: [1, null, 3], marks: [] });
  assert.equal(thinned(track([null, null])), null);
  const long = thinned(track(Array.from({ length: 1000 }, (_, at) => (at % 2 ? null : 40))));
  assert.deepEqual([long.every_s, new Set(long.degrees)], [2, new Set([40])]);
  assert.deepEqual(thinned(track([150, -170])).degrees, [90, -90]);
});

test("a trace of any session is at most 2,000 bytes, and covers all of it", () => {
  const degree = fc.oneof(fc.integer({ min: -180, max: 180 }), fc.constant(null));
  const mark = fc.tuple(fc.integer({ min: 0, max: 3600 }), fc.constantFrom(...WORDS));
  fc.assert(
    fc.property(
      fc.array(degree, { maxLength: 3600, size: "max" }),
      fc.array(mark, { maxLength: 200, size: "max" }),
      (degrees, marks) => {
        const track = { second: degrees.length, sum: 9, n: 1, degrees };
        const trace = thinned({ track, marks }, [1, 2]);
        assert.ok(JSON.stringify(trace).length <= 2000);
        assert.equal(trace.degrees.length, Math.ceil((degrees.length + 1) / trace.every_s));
        assert.ok(trace.marks.length <= 40);
      },
    ),
    { numRuns: 60 },
  );
});

test("the summary is of the holds: mean by time, spread of the readings, steepest of all", () => {
  const player = play().go({ ...MEASURED, planned_s: null }).stay(2).tilt(0).tilt(20, 40);
  player.stay(60).tilt(60, 40).stay(20).tilt(0, 40).stay(3);
  const { n, mean_deg, max_deg, sd_deg } = summary(player.session);

  assert.ok(Math.abs(mean_deg - 30) < 0.5, `${mean_deg}`);
  assert.ok(Math.abs(sd_deg - 17.3) < 0.5, `${sd_deg}`);
  assert.ok(n > 790 && n < 830);
  assert.equal(max_deg, 60);
  assert.equal(summary(play().session), null);
});

test("the mean angle is within 2 degrees of the truth, and the time within a second", () => {
  for (const [deg, seconds] of [[15, 60], [45, 120], [90, 30]]) {
    const next = random(deg);
    const player = play().go({ ...MEASURED, planned_s: null }).stay(2).tilt(0, 20).tilt(deg, 20);
    player.stay(seconds, () => 0.9 * normal(next)).tilt(0, 20).stay(3);
    const [hold, ...more] = player.session.motion.holds;

    assert.deepEqual(more, []);
    assert.ok(Math.abs(hold.mean - deg) < 0.5, `${hold.mean}`);
    assert.ok(Math.abs((hold.to - hold.from) / 1000 - seconds) <= 1, `${hold.to - hold.from}`);
  }
});

test("the fields are those of the live form, made once for each session", () => {
  const player = play().go({ ...TYPED, source: "mark" }).wait(400).finish(4, { dizzy: 1 });
  const session = { ...player.session, write_id: "01970000-0000-7000-8000-000000000002" };
  const names = fields(session, { tz: "Europe/Berlin", note: "calm" }).map(([name]) => name);

  assert.deepEqual(names, [
    ...["record_id", "write_id", "device_now", "tz", "started_at", "ended_at", "rated_at"],
    ...["pain_before", "pain_after", "planned_s", "angle_source"],
    ...["angle_deg", "duration_s_0", "duration_s_1", "rest_s"],
    ...["effect_dizzy", "effect_dizzy_onset", "note", "samples", "trace"],
  ]);
  assert.deepEqual(fields(session, { tz: "UTC" }), fields(session, { tz: "UTC" }));
  assert.equal(given(session, { note: "calm" }).note, "calm");
  assert.equal("write_id" in given(player.session), false);
});

test("a session of over half an hour is kept as half an hour, a longer plan as its limit", () => {
  const player = play(OPEN).go({ ...TYPED, planned_s: null }).wait(10).lock(5000).send("come_up");
  player.send("level").send("up").finish();
  const { duration_s_0, duration_s_1 } = given(player.session);

  assert.deepEqual([duration_s_0, duration_s_1], ["30", "0"]);
  assert.deepEqual(refused(fields(player.session, { tz: "UTC" })), []);
  assert.equal(play().go({ ...TYPED, planned_s: 1e9 }).session.planned_s, HALF_HOUR_S);
});
