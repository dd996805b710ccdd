import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { close, running, sense, still } from "../../static/js/live/holds.js";
import { add, begun, length, merged, total, turned } from "../../static/js/live/stretch.js";
import { normal, random } from "./live_parts.js";

/** Feel a profile: [seconds, angle by seconds into the part] one after the other, at a rate. */
function feel(parts, { hz = 20, slowly = false, motion = still() } = {}) {
  let at = motion.at ?? 0;
  for (const [seconds, deg] of parts) {
    const from = at;
    for (let count = 1; count <= seconds * hz; count += 1) {
      at = from + (count * 1000) / hz;
      motion = sense(motion, { at, deg: deg((at - from) / 1000), slowly });
    }
  }
  return motion;
}

const flat = (seconds, deg) => [seconds, () => deg];
const ramp = (seconds, from, to) => [seconds, (passed) => from + ((to - from) * passed) / seconds];
const sway = (seconds, deg, width, period) => [
  seconds,
  (passed) => deg + width * Math.sin((2 * Math.PI * passed) / period),
];
// Readings within 4 degrees of a hold belong to it: at 10 degrees a second 0.4 s at both ends.
const told = (motion) =>
  [...motion.holds, ...(running(motion) ? [running(motion)] : [])].map((hold) => [
    Math.round(hold.mean),
    Math.round(length(hold) / 1000),
  ]);

test("a hold is found once it was quiet for 3 s, and counts from the first of them", () => {
  const before = feel([flat(5, 0), ramp(3, 0, 45), flat(2.7, 45)]);
  const after = feel([flat(1, 45)], { motion: before });

  assert.deepEqual(told(before), []);
  assert.deepEqual(told(after), [[45, 4]]);
  assert.ok(Math.abs(after.hold.from - 8000) <= 500);
});

test("a hold ends once it was left for over a second, at the last reading inside", () => {
  const held = [ramp(3, 0, 45), flat(20, 45)];

  assert.deepEqual(told(feel([...held, flat(0.9, 52), flat(10, 45)])), [[45, 31]]);
  assert.deepEqual(told(feel([...held, flat(5, 60)])), [[45, 20], [60, 5]]);
});

test("several holds are kept apart, and a hold that creeps becomes two", () => {
  const motion = feel([
    ...[ramp(2, 0, 20), flat(30, 20), ramp(3, 20, 45), flat(60, 45)],
    ...[ramp(5, 45, 0), flat(3, 0)],
  ]);

  assert.deepEqual(told(motion), [[20, 31], [45, 61]]);
  assert.equal(motion.tilted, false);
  assert.ok(told(feel([ramp(2, 0, 30), ramp(120, 30, 50), flat(3, 50)])).length > 1);
});

test("level is under 5 degrees for 2 s and is left at 8", () => {
  const tilted = feel([ramp(3, 0, 30), flat(10, 30)]);

  assert.ok(feel([flat(30, 5)], { motion: tilted }).tilted);
  assert.ok(feel([flat(1.9, 3), flat(2, 9)], { motion: tilted }).tilted);
  const level = feel([flat(2.2, 4)], { motion: tilted });
  assert.deepEqual([level.tilted, level.level_at], [false, 13_050]);
  assert.equal(feel([flat(60, 7.9)], { motion: level }).tilted, false);
  assert.equal(feel([flat(1, 8)], { motion: level }).level_at, null);
});

test("upright and lying down are level, however long", () => {
  assert.deepEqual(told(feel([flat(20, -90), ramp(5, -90, 0), flat(30, 0)])), []);
});

test("a pause at level stands between two holds", () => {
  const motion = feel([
    ...[ramp(2, 0, 30), flat(20, 30), ramp(2, 30, 0), flat(15, 0)],
    ...[ramp(2, 0, 30), flat(25, 30)],
  ]);

  assert.deepEqual(told(motion), [[30, 21], [30, 25]]);
});

test("rocking counts once it lasted over 10 s, as one hold at its mean", () => {
  const start = [ramp(2, 0, 30)];

  const held = (motion) => told(close(motion, motion.at));
  assert.deepEqual(held(feel([...start, sway(8, 30, 12, 4)])), []);
  assert.deepEqual(held(feel([...start, sway(40, 30, 12, 4)])), [[30, 41]]);
  assert.deepEqual(told(feel([...start, sway(40, 30, 12, 4), flat(20, 30)])), [[30, 41], [30, 20]]);
  const level = feel([...start, sway(40, 30, 12, 4), ramp(2, 30, 0), flat(3, 0)]);
  assert.deepEqual(told(level), [[29, 43]]);
});

test("a way up is no rocking, and a slow one while coming up is no hold", () => {
  const held = feel([ramp(2, 0, 60), flat(30, 60)]);

  assert.deepEqual(told(feel([ramp(14, 60, 0), flat(3, 0)], { motion: held })), [[60, 31]]);
  const slowly = feel([ramp(40, 60, 0), flat(3, 0)], { motion: held, slowly: true });
  assert.ok(total(slowly.holds) < 36_000);
  const midway = feel([ramp(4, 60, 30), flat(20, 30)], { motion: held, slowly: true });
  assert.deepEqual(told(midway), [[60, 31], [30, 21]]);
});

test("a silence within a hold is booked, and bridged where the angle is the same after it", () => {
  const held = feel([ramp(2, 0, 45), flat(20, 45)]);
  const same = sense(held, { at: held.at + 90_000, deg: 45 });
  const other = feel([flat(5, 60)], { motion: sense(held, { at: held.at + 90_000, deg: 60 }) });

  assert.deepEqual([told(same), same.gap_ms], [[[45, 110]], 90_000]);
  assert.deepEqual([told(other), other.gap_ms], [[[45, 20], [60, 5]], 90_000]);
});

test("level after a silence is since the last reading, and a long silence is not bridged", () => {
  const held = feel([ramp(2, 0, 45), flat(20, 45)]);
  const level = sense(held, { at: held.at + 90_000, deg: 1 });
  const long = sense(held, { at: held.at + 301_000, deg: 45 });

  assert.deepEqual([level.tilted, level.level_at, told(level)], [false, held.at, [[45, 20]]]);
  assert.deepEqual([long.tilted, told(long), long.level_at], [true, [[45, 20]], null]);
});

test("closing ends the running hold, and drops what was too short to count", () => {
  const held = feel([ramp(2, 0, 45), flat(20, 45)]);
  const short = feel([ramp(2, 0, 45), flat(1, 45)]);

  assert.deepEqual(told(close(held, held.at + 500)), [[45, 20]]);
  assert.deepEqual(told(close(short, short.at)), []);
});

test("noise of a sensor does not break a hold, and its mean is the angle", () => {
  for (const hz of [1, 10, 60]) {
    const next = random(hz);
    const noisy = (seconds, deg) => [seconds, () => deg + 0.9 * normal(next)];
    const motion = feel([ramp(3, 0, 45), noisy(120, 45), ramp(3, 45, 0), noisy(5, 0)], { hz });

    assert.equal(motion.holds.length, 1);
    assert.ok(Math.abs(motion.holds[0].mean - 45) < 0.5);
    assert.ok(Math.abs(length(motion.holds[0]) - 120_000) <= 1000);
  }
});

test("whatever is felt, holds lie in order, apart, and within the time that passed", () => {
  const reading = fc.tuple(fc.integer({ min: 20, max: 4000 }), fc.integer({ min: -180, max: 180 }));
  fc.assert(
    fc.property(fc.array(reading, { maxLength: 200 }), fc.boolean(), (readings, slowly) => {
      let [motion, at] = [still(), 0];
      for (const [gap, deg] of readings) {
        at += gap;
        motion = sense(motion, { at, deg, slowly });
      }
      const { holds } = close(motion, at);
      holds.forEach((hold, place) => {
        assert.ok(hold.from <= hold.to && hold.to <= at);
        assert.ok(place === 0 || holds[place - 1].to <= hold.from);
      });
      assert.deepEqual(JSON.parse(JSON.stringify(motion)), motion);
    }),
  );
});

test("a stretch has the mean and the spread of its readings", () => {
  const stretch = [10, 20, 30].map((deg, at) => [at, deg]).reduce(add, begun(0, 10));

  assert.deepEqual([stretch.n, stretch.mean, stretch.m2, stretch.max], [3, 20, 200, 30]);
});

test("turns are counted only where they are wider than the table's own sway", () => {
  const turns = (...degrees) =>
    degrees.reduce((one, deg) => turned(one, deg, 4), begun(0, degrees[0])).turns;

  assert.equal(turns(0, 10, 20, 30), 0);
  assert.equal(turns(0, 30, 27, 30, 27), 0);
  assert.equal(turns(0, 30, 20, 30, 20), 3);
});

test("the two neighbours that are shortest together become one, at their mean by time", () => {
  const hold = (from, to, mean) => ({ ...begun(from, mean), to, n: 1, mean });
  const three = [hold(0, 60, 10), hold(70, 80, 20), hold(90, 120, 40)];

  assert.equal(merged(three, 3), three);
  const two = merged(three, 2);
  const seen = two.map((one) => [one.from, length(one), one.mean]);
  assert.deepEqual(seen, [[0, 60, 10], [70, 40, 35]]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 40 }), (lengths) => {
      let at = 0;
      const holds = lengths.map((ms) => hold((at += 10), (at += ms), 30));
      const few = merged(holds, 8);
      assert.equal(few.length, Math.min(holds.length, 8));
      assert.equal(total(few), total(holds));
    }),
  );
});
