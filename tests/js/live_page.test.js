// What the live page decides by itself: words, plan, cap, which way up, what to go on with.

import assert from "node:assert/strict";
import { test } from "node:test";

import { passed } from "../../static/js/live/check.js";
import { drawn } from "../../static/js/live/dial.js";
import { keeping } from "../../static/js/live/draft.js";
import { partOf } from "../../static/js/live/parts.js";
import { angleSign, hindrance } from "../../static/js/live/ready.js";
import { first, over, seconds, typed } from "../../static/js/live/setup.js";
import { number, saying } from "../../static/js/live/stage.js";
import { clock, degrees, filled } from "../../static/js/live/words.js";
import { MEASURED, START, TYPED, play } from "./live_parts.js";

const go = (plan) =>
  play().send("checked").send("rated_before", { pain: 6 }).send("go", plan);

test("numbers are written as a clock and with a real minus", () => {
  assert.deepEqual([125, 60, 9, 0, -1].map(clock), ["2:05", "1:00", "0:09", "0:00", "0:00"]);
  assert.deepEqual([35.4, -9.6, 0, null].map(degrees), ["35°", "−10°", "0°", "–"]);
  assert.equal(filled("{n} of {cap}, {other}", { n: 1, cap: 45 }), "1 of 45, {other}");
});

test("plan begins with the step, then what is usual, and never above the cap", () => {
  const usual = { angle_deg: 50, duration_s: 200, angle_source: "mark" };
  const step = { number: 2, angle_deg: 20, duration_s: 60 };
  const none = { step: null, cap: null, usual: { angle_deg: null, duration_s: null } };

  assert.deepEqual(first({ step, usual, cap: null }), {
    angle_deg: 20,
    duration_s: 60,
    source: "mark",
  });
  assert.equal(first({ step: null, usual, cap: { angle_deg: 45, duration_s: null } }).angle_deg, 45);
  assert.deepEqual(first(none), { angle_deg: null, duration_s: null, source: "guess" });
  assert.equal(first({ ...none, usual: { ...usual, angle_source: "measured" } }).source, "guess");
});

test("typed time and angle are read, and what cannot be is said", () => {
  assert.deepEqual([seconds("2", "30"), seconds("", "45"), seconds(" ", "")], [150, 45, null]);
  assert.deepEqual([seconds("0", "4"), seconds("31", "0"), seconds("1.5", "")], [NaN, NaN, 90]);
  assert.deepEqual(["0", "90", "29.6", ""].map(typed), [0, 90, 30, null]);
  assert.deepEqual(["180", "-10", "91", "x"].map(typed), [NaN, NaN, NaN, NaN]);
});

test("what is above the cap is pointed out, what is at it is not", () => {
  const cap = { angle_deg: 45, duration_s: 120 };

  assert.deepEqual(over({ typed_deg: 45, planned_s: 120 }, cap), []);
  assert.deepEqual(over({ typed_deg: 46, planned_s: 121 }, cap), [
    ["angle", 45],
    ["time", 120],
  ]);
  assert.deepEqual(over({ typed_deg: null, planned_s: null }, cap), []);
  assert.deepEqual(over({ typed_deg: 90, planned_s: 1800 }, null), []);
});

test("Go needs an angle only where the phone does not measure, and never what cannot be", () => {
  assert.equal(hindrance({ planned_s: null, typed_deg: null }, true), null);
  assert.deepEqual(hindrance({ planned_s: 60, typed_deg: null }, false), ["no_angle", "angle"]);
  assert.deepEqual(hindrance({ planned_s: 60, typed_deg: NaN }, true), ["wrong_angle", "angle"]);
  assert.deepEqual(hindrance({ planned_s: NaN, typed_deg: 30 }, true), ["long_time", "minutes"]);
});

test("each thing that is missing for the angle has its own sentence", () => {
  const able = { permission: "granted", has: true, calibrated: true, wanted: true };

  assert.equal(angleSign(able), "angle_measured");
  assert.equal(angleSign({ ...able, wanted: false }), "angle_off");
  assert.equal(angleSign({ ...able, calibrated: false }), "angle_uncalibrated");
  assert.equal(angleSign({ ...able, has: false, calibrated: false }), "angle_none");
  assert.equal(angleSign({ ...able, permission: "refused" }), "angle_refused");
});

test("a check that was passed is sent as its own form sends it", () => {
  assert.deepEqual(passed(["tether", "height"], START), [
    ["none_of_these", "on"],
    ["tether", "on"],
    ["height", "on"],
    ["device_now", "2026-05-04T17:00:00.000Z"],
  ]);
});

test("the stage shows the angle while tilting, the time that is left, and the rest", () => {
  const measured = go(MEASURED);
  assert.deepEqual(number(measured.session, 12.4, measured.at), ["12°", ""]);

  const player = go(TYPED);
  assert.deepEqual(number(player.session, null, player.at), ["10", "of_until"]);
  player.wait(10);
  assert.deepEqual(number(player.session, null, player.at), ["2:00", "of_left"]);
  assert.equal(saying(player.session, player.at), "say_holding");
  player.wait(30);
  assert.deepEqual(number(player.session, null, player.at), ["1:30", "of_left"]);
  player.send("come_up");
  assert.deepEqual(number(player.session, null, player.at), ["0:30", "of_passed"]);
  player.send("level");
  assert.deepEqual(number(player.session, null, player.at), ["2:00", "of_rest"]);

  const open = go({ ...TYPED, planned_s: null }).wait(25);
  assert.deepEqual(number(open.session, null, open.at), ["0:15", "of_passed"]);
});

test("the table is drawn a little above level, its sector never", () => {
  assert.deepEqual(drawn(-80), { table: -30, sector: "M16 16H104A88 88 0 0 1 104.0 16.0Z" });
  assert.deepEqual(drawn(90), { table: 90, sector: "M16 16H104A88 88 0 0 1 16.0 104.0Z" });
  assert.equal(drawn(null).table, 0);
});

test("the running states share the stage", () => {
  const states = ["check", "ready", "tilting", "holding", "coming_up", "resting", "after"];

  assert.deepEqual(states.map(partOf), ["check", "ready", ...Array(4).fill("stage"), "after"]);
});

test("a symptom is kept at once, though it changes no state", async () => {
  const written = [];
  let session = { state: "holding", effects: {} };
  const keep = keeping(() => ({ session }), () => {}, async (value) => written.push(value.session));

  await keep();
  await keep(); // nothing is new
  session = { state: "coming_up", effects: {} };
  await keep();
  session = { ...session, effects: { chest_pain: { severity: 3, onset: "during" } } };
  await keep();

  assert.deepEqual(
    written.map(({ state, effects }) => [state, Object.keys(effects)]),
    [["holding", []], ["coming_up", []], ["coming_up", ["chest_pain"]]],
  );
});
