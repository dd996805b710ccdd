import assert from "node:assert/strict";
import { test } from "node:test";

import { expectedLevelAt, heldMs, isStale, leftMs } from "../../static/js/live/clock.js";
import { restLeftMs, tiltLeftMs } from "../../static/js/live/clock.js";
import { step } from "../../static/js/live/machine.js";
import { fields, hasStoppedEarly, problem } from "../../static/js/live/record.js";
import { MEASURED, OPEN, START, TYPED, play } from "./live_parts.js";

const WHOLE = "check before ready tilting holding coming_up resting after effects saved".split(" ");
const CAP = { is_open: true, cap: { angle_deg: 45, duration_s: 180, story: "" } };

const record = ({ session }) => Object.fromEntries(fields(session, { tz: "Europe/Berlin" }));
const holds = (player) => {
  const given = record(player);
  const rest = [2, 3, 4, 5, 6, 7, 8].filter((order) => `hold_${order}_0` in given);
  const time = (minutes, seconds) => Number(minutes) * 60 + Number(seconds);
  return [
    [Number(given.angle_deg), time(given.duration_s_0, given.duration_s_1)],
    ...rest.map((order) => [
      Number(given[`hold_${order}_0`]),
      time(given[`hold_${order}_1`], given[`hold_${order}_2`]),
    ]),
  ];
};
/** Upright, lying back, and at an angle; the plan of two minutes is not over yet. */
const hang = (player, deg = 45, seconds = 60) => player.stay(2).tilt(0).tilt(deg).stay(seconds);

test("a whole session, measured: 3 taps after Start, none between Go and level, 2 after", () => {
  const player = play().go();
  const before = player.taps;
  hang(player, 45, 121).tilt(0).stay(130);
  const between = player.taps - before;
  player.finish();
  const after = player.taps - before - between;
  player.send("saved");

  assert.deepEqual([before, between, after], [3, 0, 2]);
  assert.deepEqual(player.seen, WHOLE);
  assert.deepEqual(holds(player), [[45, 122]]);
  const { has_stopped_early: early, rest_s, pain_before, pain_after, angle_source: source } =
    record(player);
  assert.deepEqual([early, rest_s, pain_before, pain_after], [undefined, "120", "6", "4"]);
  assert.equal(source, "measured");
  assert.equal(player.session.level_by, "sensor");
});

test("a whole session without a sensor: the time runs 10 s after Go, and level is assumed", () => {
  const player = play().go(TYPED);

  assert.equal(tiltLeftMs(player.session), 10_000);
  player.wait(9.75);
  assert.equal(player.session.state, "tilting");
  player.wait(60.25);
  assert.deepEqual([player.session.state, heldMs(player.session)], ["holding", 60_000]);
  player.wait(60).wait(20).wait(120).finish().send("saved");
  assert.deepEqual(player.seen, WHOLE);
  assert.equal(player.taps, 5);
  assert.deepEqual(holds(player), [[30, 120]]);
  const given = record(player);
  assert.deepEqual([given.angle_source, given.samples, given.trace], ["guess", "", ""]);
  assert.equal(given.ended_at, new Date(START + 150_000).toISOString());
  assert.equal(player.session.level_by, "assumed");
});

test("going back: to the check, to the rating, and from what was felt to the rating after", () => {
  const player = play().send("checked").send("back").send("checked");
  player.send("rated_before", { pain: 3 }).send("back").send("rated_before", { pain: 5 });
  player.send("go", TYPED).wait(30).send("come_up").send("level").send("up");
  player.send("rated_after", { pain: 1 }).send("back").send("rated_after", { pain: 2 });

  assert.deepEqual([player.session.pain_before, player.session.pain_after], [5, 2]);
  assert.equal(player.session.state, "effects");
});

test("nothing starts while the facts say closed, and no step is skipped", () => {
  assert.equal(play({ is_open: false }).send("checked").session.state, "check");
  assert.equal(play().send("go", TYPED).session.state, "check");
  const rated = play().send("checked").send("rated_before", { pain: 11 });
  assert.equal(rated.session.state, "before");
  for (const how of [{}, { source: "sight" }, { typed_deg: 180 }, { typed_deg: -10 }]) {
    assert.equal(play().go({ source: "guess", typed_deg: null, ...how }).session.state, "ready");
  }
});

test("a symptom before Go leads back to the check", () => {
  const player = play().send("checked").send("symptom", { code: "dizzy", severity: 2 });

  assert.deepEqual([player.session.state, player.session.effects], ["check", {}]);
});

test("a press comes up before the time is over, and says so", () => {
  const player = hang(play().go()).tap("come_up").tilt(0).stay(121).finish();

  assert.deepEqual(holds(player), [[45, 61]]);
  assert.ok(hasStoppedEarly(player.session));
  assert.deepEqual(player.session.marks.map(([, what]) => what), ["come_up"]);
});

test("who comes up without a press is found level, and asked after the rest", () => {
  const player = hang(play().go()).tilt(0).stay(10);

  assert.deepEqual([player.session.state, player.session.up_by], ["resting", null]);
  player.stay(115);
  assert.equal(player.session.state, "after");
  assert.ok(hasStoppedEarly(player.finish().session));
});

test("a level pause goes on where the table tilts again, and the rest begins anew after it", () => {
  const player = hang(play().go(), 30, 50).tilt(0).stay(40).tilt(30).stay(75).tilt(0);
  player.stay(10);
  const left = restLeftMs(player.session);
  player.stay(121).finish();

  assert.deepEqual(player.seen.slice(3), [
    ...["tilting", "holding", "resting", "holding", "coming_up", "resting", "after", "effects"],
  ]);
  assert.deepEqual(holds(player), [[30, 51], [30, 75]]);
  assert.ok(left > 109_000 && left < 113_000);
  assert.equal(record(player).rest_s, "120");
});

test("a phone that is taken off, or a person who stands up, does not go on", () => {
  for (const [deg, speed] of [[80, 400], [-60, 30]]) {
    const player = hang(play().go()).tilt(0).stay(10).tilt(deg, speed).stay(20).tilt(40).stay(100);
    assert.equal(player.session.state, "after");
    assert.deepEqual(holds(player.finish()), [[45, 61]]);
  }
  const turned = hang(play().go()).tilt(0).stay(10).send("angle", { deg: null });
  assert.equal(turned.session.up_by, "level");
});

test("a pause that ends by a press ends, though the table has begun to tilt again", () => {
  for (const press of ["up", "stop"]) {
    const player = hang(play().go()).tilt(0).stay(10).tilt(20).stay(1).send(press);
    player.stay(60).wait(120);
    assert.deepEqual([player.session.state, player.session.motion.tilted], ["after", false]);
    assert.equal(restLeftMs(player.session), 0);
    assert.deepEqual(holds(player.finish()), [[45, 61]]);
  }
});

test("several holds are kept, and more than eight become eight", () => {
  const player = hang(play().go({ ...MEASURED, planned_s: null }), 15, 20);
  for (const deg of [30, 45, 60, 45, 30, 45, 60, 30, 45, 20]) player.tilt(deg, 10).stay(15);
  player.tilt(0).stay(121).finish();

  const kept = holds(player);
  assert.equal(kept.length, 8);
  const time = kept.reduce((sum, [, seconds]) => sum + seconds, 0);
  assert.ok(time >= 170 && time <= 178, `${time}`);
});

test("rocking is one hold at its mean, and the rest is by it", () => {
  const player = play().go().stay(2).tilt(0).tilt(30);
  player.stay(60, (seconds) => 12 * Math.sin((Math.PI * seconds) / 2)).tilt(0).stay(3);

  assert.equal(player.session.motion.holds.length, 1);
  assert.ok(Math.abs(player.session.motion.holds[0].mean - 30) < 1);
});

test("the steeper cap is marked once a passing, and its time counted", () => {
  const player = hang(play(CAP).go(), 40, 10).tilt(60).stay(10);

  assert.ok(player.session.is_over_cap);
  player.tilt(46).stay(5);
  assert.ok(player.session.is_over_cap);
  player.tilt(40).stay(10).tilt(60).stay(10).tilt(0).stay(125).finish();
  assert.deepEqual(player.session.marks.map(([, what]) => what), ["over_cap", "over_cap"]);
  const samples = JSON.parse(record(player).samples);
  assert.ok(samples.over_cap_s >= 20 && samples.over_cap_s <= 24, `${samples.over_cap_s}`);
  assert.equal(samples.max_deg, 60);
});

test("a silence above the cap is no time above it", () => {
  const player = hang(play(CAP).go(), 60, 20).lock(60).stay(10).tilt(0).stay(125).finish();
  const { over_cap_s, gap_s } = JSON.parse(record(player).samples);

  assert.equal(gap_s, 60);
  assert.ok(over_cap_s >= 29 && over_cap_s <= 33, `${over_cap_s}`);
});

test("the stop list is one press from every state, comes up, and keeps what was tapped", () => {
  const player = hang(play().go()).send("stop");

  assert.deepEqual([player.session.state, player.session.up_by], ["coming_up", "stop"]);
  player.send("symptom", { code: "dizzy", severity: 2 }).tilt(0).stay(3);
  player.send("stop").send("symptom", { code: "nausea", severity: 1 });
  player.send("symptom", { code: "dizzy", severity: 3 }).stay(121).send("stop").finish(4);
  const given = record(player);
  assert.deepEqual([given.effect_dizzy, given.effect_dizzy_onset], ["3", "coming_up"]);
  assert.deepEqual([given.effect_nausea, given.effect_nausea_onset], ["1", "after"]);
  assert.deepEqual(player.session.marks.map(([, what]) => what), ["stop", "dizzy", "nausea"]);
  assert.equal(given.has_stopped_early, "on");
});

test("the last question corrects what was tapped, and adds to it", () => {
  const player = play().go(TYPED).wait(40).send("symptom", { code: "ear_pain", severity: 1 });
  player.send("symptom", { code: "anxiety", severity: 9 }).wait(240);
  player.send("rated_after", { pain: null });
  player.send("effects", { codes: { ear_pain: null, headache: 2 }, onsets: { headache: "after" } });

  assert.deepEqual(player.session.effects, { headache: { severity: 2, onset: "after" } });
  const { rated_at, pain_after } = record(player);
  assert.deepEqual([rated_at, pain_after], ["", ""]);
});

test("a lock in the midst: the clock is right with the first event, the silence is booked", () => {
  const player = hang(play().go(), 45, 30).lock(60).send("tick");
  const held = heldMs(player.session);
  player.stay(1).stay(30).tilt(0).stay(125).finish();

  assert.ok(Math.abs(held - 90_500) <= 500, `${held}`);
  assert.ok(Math.abs(holds(player)[0][1] - 122) <= 1);
  const { samples, trace } = record(player);
  assert.equal(JSON.parse(samples).gap_s, 60);
  assert.ok(JSON.parse(trace).degrees.filter((deg) => deg === null).length >= 58);
});

test("level after a lock: the time is what is known, and whether it was early is not", () => {
  const player = hang(play().go(), 45, 30).lock(300);
  player.deg = 0;
  player.stay(1);

  assert.deepEqual([player.session.state, player.session.level_by], ["resting", "sensor"]);
  assert.ok(restLeftMs(player.session) > 118_000); // since when is not known: all of the rest
  player.stay(125).finish();
  assert.deepEqual(holds(player), [[45, 30]]);
  assert.ok(!hasStoppedEarly(player.session));
});

test("after a lock a tick alone does not take a hanging person for level", () => {
  const player = hang(play().go(), 45, 30).lock(600).send("tick").wait(1);

  assert.equal(player.session.state, "coming_up");
  assert.equal(player.stay(5).session.state, "coming_up");
});

test("a lock without a sensor: all that was due has happened at its time", () => {
  const player = play().go(TYPED).wait(30).lock(900).send("tick").finish();

  assert.deepEqual(player.seen.slice(3), ["tilting", "holding", "after", "effects"]);
  assert.deepEqual(holds(player), [[30, 120]]);
  assert.equal(record(player).rest_s, "120");
});

test("a phone that stays silent after Go is taken as typed, and as a guess", () => {
  const silent = play().go({ ...MEASURED, typed_deg: 20 }).wait(10);

  assert.deepEqual([silent.session.source, silent.session.typed_from], ["guess", START + 10_000]);
  silent.wait(120 + 20 + 60).finish();
  assert.deepEqual(holds(silent), [[20, 120]]);
  const none = play().go(MEASURED).wait(30).send("come_up").wait(20);
  assert.equal(none.session.state, "resting");
  assert.equal(problem(none.wait(60).finish().session), "no_angle");
});

test("a phone that falls silent in a hold: the time goes on, what is known is kept", () => {
  const player = hang(play().go(), 45, 30).wait(95);

  assert.equal(player.session.state, "coming_up");
  player.wait(20);
  assert.deepEqual([player.session.state, player.session.level_by], ["resting", "assumed"]);
  player.wait(120).finish();
  assert.deepEqual(holds(player), [[45, 30]]);
  assert.equal(JSON.parse(record(player).samples).gap_s >= 100, true);
});

test("a clock that is put back does not stop the session; its times are by the new clock", () => {
  const player = play().go(TYPED).wait(70);
  player.at -= 3_600_000;
  player.wait(70).wait(20).wait(120).finish();

  assert.deepEqual(holds(player), [[30, 120]]);
  const { started_at, ended_at, device_now } = record(player);
  assert.equal(Date.parse(ended_at) - Date.parse(started_at), 150_000);
  assert.ok(Math.abs(Date.parse(started_at) + 3_600_000 - START) <= 1000);
  assert.ok(Date.parse(device_now) <= player.at);
});

test("a clock that is put forward ends like a lock, within what can be kept", () => {
  const player = hang(play().go(), 45, 30);
  player.at += 86_400_000;
  player.stay(20).tilt(0).stay(125).finish();

  assert.deepEqual(holds(player), [[45, 30], [45, 20]]);
});

test("jitter between two sources of time does not add up", () => {
  let { session, at } = play().go(TYPED);
  for (let count = 0; count < 1000; count += 1) {
    at += 100;
    session = step(session, { type: "tick", at });
    session = step(session, { type: "tick", at: at - 40 });
  }

  assert.equal(session.skew, 0);
  assert.equal(session.at, at);
});

test("what is too short, or was never started, is said", () => {
  assert.equal(problem(play().send("checked").session), "not_started");
  const short = play().go(TYPED).wait(14).send("come_up").send("level").send("up").finish();
  assert.equal(problem(short.session), "too_short");
  const least = play().go(TYPED).wait(15).send("come_up").send("up").finish();
  assert.equal(problem(least.session), null);
  const upright = play().go().stay(5).send("come_up");
  assert.equal(upright.session.state, "resting");
  assert.equal(problem(upright.stay(60).finish().session), "too_short");
});

test("level is expected after what is left of the plan and 20 s, and only with a plan", () => {
  const player = play().go(TYPED);
  const due = START + 150_000;

  assert.equal(expectedLevelAt(player.session), due);
  assert.equal(expectedLevelAt(player.wait(60).session), due);
  assert.equal(expectedLevelAt(player.wait(75).session), due);
  assert.equal(expectedLevelAt(player.send("level").session), player.at);
  assert.equal(expectedLevelAt(play().session), null);
  assert.equal(leftMs(play().go({ ...TYPED, planned_s: null }).wait(60).session), null);
  assert.equal(expectedLevelAt(play().go({ ...TYPED, planned_s: null }).session), null);
});

test("a kept session is too old after 2 hours", () => {
  const { session } = play(OPEN);

  assert.ok(!isStale(session, START + 7_200_000));
  assert.ok(isStale(session, START + 7_200_001));
});
