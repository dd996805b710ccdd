import assert from "node:assert/strict";
import { test } from "node:test";

import { due } from "../../static/js/live/cues.js";
import { MEASURED, OPEN, TYPED, play } from "./live_parts.js";

/** Play with ears: what was said, as [whole seconds from Go, name, number]. */
function listen(facts = OPEN) {
  const player = play(facts);
  let said = [];
  player.heard = [];
  player.hear = (session, at) => {
    const now = due(session, said);
    said = now.said;
    const second = Math.round((at - session.go_at) / 1000);
    player.heard.push(
      ...now.say.map(({ name, n }) => (n === null ? [second, name] : [second, name, n])),
    );
  };
  return player;
}
const names = (player) => player.heard.map(([, name]) => name);

test("a typed session is led through by voice", () => {
  const player = listen().go({ ...TYPED, planned_s: 150 }).wait(400);

  assert.deepEqual(player.heard, [
    [0, "go_typed", 10],
    [10, "begin"],
    [40, "minutes_left", 2],
    [100, "minutes_left", 1],
    [130, "thirty_seconds"],
    [160, "time"],
    [160, "come_up"],
    [180, "rest", 120],
    [300, "rest_over"],
  ]);
});

test("a measured session says the angle it holds, and level as it is felt", () => {
  const player = listen().go({ ...MEASURED, planned_s: 60 }).stay(2).tilt(0).tilt(20).stay(61);
  player.tilt(0).stay(70);

  assert.deepEqual(names(player), [
    ...["go", "held", "thirty_seconds", "time", "come_up", "rest", "rest_over"],
  ]);
  assert.deepEqual(player.heard[1].slice(1), ["held", 20]);
  assert.deepEqual(player.heard[5].slice(1), ["rest", 60]);
});

test("without a plan the minutes that passed are said", () => {
  const player = listen().go({ ...TYPED, planned_s: null }).wait(10 + 185).send("come_up").wait(1);

  assert.deepEqual(player.heard.slice(2), [
    [70, "minutes_passed", 1],
    [130, "minutes_passed", 2],
    [190, "minutes_passed", 3],
    [195, "come_up"],
  ]);
});

test("a plan of whole minutes does not say its beginning, a short one no thirty seconds", () => {
  assert.deepEqual(names(listen().go({ ...TYPED, planned_s: 120 }).wait(60)), [
    "go_typed",
    "begin",
  ]);
  assert.deepEqual(names(listen().go({ ...TYPED, planned_s: 30 }).wait(41)).slice(2), [
    "time",
    "come_up",
  ]);
});

test("coming up by a press or by the stop list says so once; level by itself does not", () => {
  const press = listen().go(TYPED).wait(30).send("come_up").wait(2).send("stop").wait(2);
  const stop = listen().go(TYPED).wait(30).send("stop").wait(2);
  const level = listen().go().stay(2).tilt(0).tilt(30).stay(20).tilt(0).stay(5);

  for (const player of [press, stop]) {
    assert.deepEqual(names(player), ["go_typed", "begin", "come_up"]);
  }
  assert.deepEqual(names(level), ["go", "held", "rest"]);
});

test("each hold is told, and the rest again after a pause", () => {
  const player = listen().go().stay(2).tilt(0).tilt(20).stay(20).tilt(0).stay(10).tilt(40).stay(20);
  player.tilt(0).stay(5);

  assert.deepEqual(player.heard.map((cue) => cue.slice(1)), [
    ["go"],
    ["held", 20],
    ["rest", 60],
    ["held", 40],
    ["rest", 120],
  ]);
});

test("rocking is told once", () => {
  const player = listen().go().stay(2).tilt(0).tilt(30);
  player.stay(60, (seconds) => 12 * Math.sin((Math.PI * seconds) / 2));

  assert.equal(names(player).filter((name) => name === "restless").length, 1);
});

test("the cap is told when it is passed, and again when it is passed again", () => {
  const facts = { is_open: true, cap: { angle_deg: 45, duration_s: 60, story: "" } };
  const player = listen(facts).go({ ...MEASURED, planned_s: 120 }).stay(2).tilt(0).tilt(60);
  player.stay(20).tilt(46).tilt(50).stay(5).tilt(40).stay(5).tilt(60).stay(60);
  const over = player.heard.filter(([, name]) => name.startsWith("over"));

  assert.deepEqual(over.map((cue) => cue.slice(1)), [
    ["over_cap", 45],
    ["over_cap", 45],
    ["over_cap_time"],
  ]);
});

test("a cap without an angle says nothing of it", () => {
  const facts = { is_open: true, cap: { angle_deg: null, duration_s: null, story: "" } };
  const player = listen(facts).go().stay(2).tilt(0).tilt(90).stay(60);

  assert.deepEqual(names(player).filter((name) => name.startsWith("over")), []);
});

test("what came up during a lock is not said afterwards, and what is due then is", () => {
  const player = listen().go(TYPED).wait(30).lock(73).send("tick").wait(2);

  assert.deepEqual(player.heard.slice(2), [[103, "thirty_seconds"]]);
  player.lock(600).send("tick").wait(60);
  assert.equal(player.heard.length, 3);
  assert.equal(player.session.state, "after");
});

test("nothing is due before Go", () => {
  assert.deepEqual(due(play().session, ["x"]), { say: [], said: ["x"] });
});

test("a phone that stays silent is told to count from now", () => {
  const player = listen().go({ ...MEASURED, typed_deg: 20 }).wait(12);

  assert.deepEqual(names(player), ["go", "begin"]);
});
