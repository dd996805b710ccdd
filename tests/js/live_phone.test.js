// The live page and the phone it is on: which way up, sensors, screen, what it goes on with.

import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { counts } from "../../static/js/live/chosen.js";
import { standing } from "../../static/js/live/draft.js";
import { hindrance, tells } from "../../static/js/live/facts.js";
import { ask, listen } from "../../static/js/live/sensor.js";
import { asAtGo, turned, upright } from "../../static/js/live/turn.js";
import { OPEN, START, TYPED, play } from "./live_parts.js";

/** Time that passes in small steps, as it does. */
function pass(ms) {
  for (let at = 0; at < ms; at += 50) mock.timers.tick(50);
}

const DAY = 86_400_000;
const HOUR = 3_600_000;

test("the stage stays as the phone lay at Go, however the window turns itself", () => {
  assert.deepEqual([0, 90, 180, 270].map((angle) => asAtGo(0, angle)), [0, 270, 180, 90]);
  assert.deepEqual([0, 90, 180, 270].map((angle) => asAtGo(90, angle)), [90, 0, 270, 180]);
});

test("upside down is half a turn more", () => {
  const at = { goAngle: 0, up: null, before: 0 };

  assert.equal(turned("over", { ...at, angle: 0 }), 180);
  assert.equal(turned("over", { ...at, angle: 180 }), 0);
  assert.equal(turned("stay", { ...at, angle: 180 }), 180);
});

test("for somebody beside, the page stands upright in the room and does not flutter", () => {
  const up = { portrait: [0, 1, 0], left: [-1, 0, 0], right: [1, 0, 0], over: [0, -1, 0] };

  assert.equal(upright(up.portrait, 0, 0), 0);
  assert.equal(upright(up.right, 0, 0), 90);
  assert.equal(upright(up.left, 0, 0), 270);
  assert.equal(upright(up.over, 0, 0), 180);
  assert.equal(upright(up.over, 180, 0), 0); // the window turned itself already
  assert.equal(upright([0.7, 0.7, 0], 0, 0), 0); // halfway: as it was
  assert.equal(upright([0.1, 0.1, 0.98], 0, 180), 180); // flat: no side is up
  assert.equal(upright(null, 0, 90), 90);
});

test("permission is asked of both events at once, and one is enough", async () => {
  const says = (answer) => ({ requestPermission: async () => answer });
  const scope = (motion, orientation) => ({
    DeviceMotionEvent: motion,
    DeviceOrientationEvent: orientation,
  });

  assert.equal(await ask({}), "none");
  assert.equal(await ask(scope({}, {})), "granted"); // no browser that asks
  assert.equal(await ask(scope(says("granted"), says("denied"))), "granted");
  assert.equal(await ask(scope(says("denied"), says("denied"))), "refused");
  const throws = { requestPermission: () => Promise.reject(new Error("no press")) };
  assert.equal(await ask(scope(throws, undefined)), "refused");
});

test("motion counts where it tells something, else orientation, which stays until it changes", async () => {
  mock.timers.enable({ apis: ["setInterval", "setTimeout", "Date"], now: START });
  const scope = new EventTarget();
  const told = [];
  const sensor = listen((one) => told.push(one), scope);
  const send = (type, more) => scope.dispatchEvent(Object.assign(new Event(type), more));

  send("devicemotion", { accelerationIncludingGravity: { x: null, y: null, z: null } });
  pass(100);
  assert.deepEqual([told.length, sensor.kind()], [0, null]);

  send("deviceorientation", { alpha: 0, beta: 0, gamma: 0 });
  pass(3000);
  assert.equal(sensor.kind(), "orientation");
  assert.equal(told.length, 60);
  assert.equal(sensor.recent().length, 20);
  assert.equal(await sensor.ready, true);

  send("devicemotion", { accelerationIncludingGravity: { x: 0, y: 9.8, z: 0 } });
  pass(3000);
  assert.equal(sensor.kind(), "motion");
  assert.equal(told.length, 80); // a second, then silence is silence
  assert.equal(sensor.up()[2], 1); // by the orientation: it has one sign everywhere

  sensor.end();
  pass(1000);
  assert.equal(told.length, 80);
  mock.timers.reset();
});

test("a phone without a sensor says so after a moment", async () => {
  mock.timers.enable({ apis: ["setInterval", "setTimeout", "Date"], now: START });
  const sensor = listen(() => {}, new EventTarget());
  pass(1200);

  assert.equal(await sensor.ready, false);
  sensor.end();
  mock.timers.reset();
});

test("a running session goes on after a reload, an old one is asked about", () => {
  const player = play().send("checked").send("rated_before", { pain: 6 });
  const kept = () => ({ session: player.session, at: player.at });

  assert.equal(standing(kept(), START + 60_000), "none"); // before Go the check is made anew
  player.send("go", TYPED);
  assert.equal(standing(kept(), START + HOUR), "go_on");
  assert.equal(standing(kept(), START + 3 * HOUR), "ask");
  assert.deepEqual([standing(null, START), standing({ session: play().session }, START)], ["none", "none"]);
});

test("a plan of one's own counts until the plan's step changes", () => {
  const plan = { planned_s: 60, typed_deg: null, source: "guess", step: 2 };

  assert.equal(counts(plan, { step: { number: 2 } }), true);
  assert.equal(counts(plan, { step: { number: 3 } }), false);
  assert.equal(counts(plan, { step: null }), false);
  assert.equal(counts({ ...plan, step: null }, { step: null }), true);
  assert.equal(counts({ ...plan, typed_deg: NaN }, { step: { number: 2 } }), false);
  assert.equal(counts(null, { step: null }), false);
});

test("without a connection a session starts only on fresh facts that said open", () => {
  const facts = { ...OPEN, at: new Date(START).toISOString() };

  assert.equal(hindrance(facts, START + 7 * DAY), null);
  assert.equal(hindrance(facts, START + 7 * DAY + 1), "stale");
  assert.equal(hindrance(facts, START - HOUR), null); // a clock that was put back
  assert.equal(hindrance({ ...facts, is_open: false }, START), "closed");
  assert.equal(hindrance(null, START), "stale");
});

test("no session starts while an emergency waits on this phone that the server has not heard of", () => {
  const facts = { is_open: true, at: new Date(START).toISOString() };
  const entry = (...fields) => ({ fields: [["pain_before", "3"], ...fields] });
  const codes = ["leg_weakness"];

  assert.ok(tells([entry(), entry(["effect_leg_weakness", "3"])], codes));
  assert.ok(!tells([entry(["effect_leg_weakness", ""]), entry(["effect_dizzy", "3"])], codes));
  assert.ok(!tells([entry(["effect_leg_weakness_onset", "during"])], codes));
  assert.equal(hindrance(facts, START, true), "grave");
  assert.equal(hindrance(facts, START, false), null);
});
