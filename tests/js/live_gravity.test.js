import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { calibration, fits, reading, sitsOtherwise } from "../../static/js/live/calibrate.js";
import { angle, apart, direction, dot } from "../../static/js/live/gravity.js";
import { fromMotion, fromOrientation } from "../../static/js/live/gravity.js";
import { smooth } from "../../static/js/live/smooth.js";
import { normal, random } from "./live_parts.js";

const G = 9.81;
const rad = (degrees) => (degrees * Math.PI) / 180;
const near = (value, expected, most) =>
  assert.ok(Math.abs(value - expected) <= most, `${value} is not ${expected}`);

// The body lies with its head along +y and its front along +z. At 0 what the phone feels points out
// of the front, upright (-90) to the head, and head down (90) to the feet.
const felt = (deg) => [0, -Math.sin(rad(deg)), Math.cos(rad(deg))];
const MOUNTS = {
  portrait: (v) => v,
  "portrait, top to the feet": ([x, y, z]) => [-x, -y, z],
  landscape: ([x, y, z]) => [y, -x, z],
  "landscape, the other way": ([x, y, z]) => [-y, x, z],
};

function turn([x, y, z], [a, b, c]) {
  const [sin, cos] = [Math.sin, Math.cos].map((of) => [a, b, c].map((part) => of(rad(part))));
  [y, z] = [y * cos[0] - z * sin[0], y * sin[0] + z * cos[0]];
  [x, z] = [x * cos[1] + z * sin[1], -x * sin[1] + z * cos[1]];
  return [x * cos[2] - y * sin[2], x * sin[2] + y * cos[2], z];
}

/** A phone on a body: what it says in m/s2 at an angle, by mount, strap, sign and noise. */
function phone({ mount, strap, sign, sd, next }) {
  return (deg) => {
    const clean = turn(MOUNTS[mount](felt(deg)), strap).map((part) => sign * part * G);
    const [x, y, z] = clean.map((part) => part + sd * normal(next));
    return { x, y, z };
  };
}

function calibrated(says, offset = [-90, 0]) {
  const [upright, level] = offset.map((deg) =>
    reading(Array.from({ length: 20 }, () => fromMotion(says(deg)))),
  );
  return calibration({ upright: upright.vector, level: level.vector, kind: "motion", at: 0 });
}

test("motion gives a direction, and nothing where it tells none", () => {
  assert.deepEqual(fromMotion({ x: 0, y: -9.81, z: 0 }), [0, -1, 0]);
  for (const none of [null, undefined, {}, { x: null, y: null, z: null }, { x: NaN, y: 9, z: 0 }]) {
    assert.equal(fromMotion(none), null);
  }
  assert.equal(fromMotion({ x: 0, y: 0.2, z: 0 }), null); // falling, or a sensor that is not there
  assert.equal(fromMotion({ x: 0, y: 25, z: 0 }), null); // a knock
});

test("orientation gives the direction that motion gives", () => {
  assert.deepEqual(fromOrientation({ beta: 0, gamma: 0 }).map(Math.round), [-0, 0, 1]);
  assert.deepEqual(fromOrientation({ beta: 90, gamma: 0 }).map(Math.round), [-0, 1, 0]);
  assert.equal(fromOrientation({ beta: null, gamma: null }), null);
  const part = fc.double({ min: -1, max: 1, noNaN: true });
  fc.assert(
    fc.property(part, part, part, (x, y, z) => {
      const held = direction([x, y, z]);
      fc.pre(held !== null && Math.hypot(x, y, z) > 0.1);
      const [beta, gamma] = [Math.asin(held[1]), Math.atan2(-held[0], held[2])];
      const [b, c] = [beta, gamma].map((one) => (one * 180) / Math.PI);
      assert.ok(apart(fromOrientation({ beta: b, gamma: c }), held) < 0.01);
    }),
  );
});

test("without noise the calibrated angle is the angle, whatever mount, strap and sign", () => {
  const offset = fc.integer({ min: -20, max: 20 });
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.keys(MOUNTS)),
      fc.tuple(offset, offset, offset),
      fc.constantFrom(1, -1),
      fc.integer({ min: -90, max: 90 }),
      (mount, strap, sign, deg) => {
        const says = phone({ mount, strap, sign, sd: 0, next: () => 0.5 });
        near(angle(fromMotion(says(deg)), calibrated(says)), deg, 1e-6);
      },
    ),
  );
});

test("a table that leans when upright does not spoil the angle", () => {
  const says = phone({ mount: "portrait", strap: [10, 5, -15], sign: 1, sd: 0, next: () => 0.5 });

  for (const deg of [0, 30, 90]) {
    near(angle(fromMotion(says(deg)), calibrated(says, [-70, 0])), deg, 1e-6);
  }
});

test("a phone that is turned out of the calibrated plane tells no angle", () => {
  const kept = { upright: [0, 1, 0], level: [0, 0, 1] };

  assert.equal(angle([1, 0, 0], kept), null);
  assert.equal(angle(null, kept), null);
  assert.equal(angle([0, 0, 1], { upright: [0, 0, 1], level: [0, 0, 1] }), null);
  near(angle(direction([0.5, -1, 1]), kept), 45, 1e-9);
});

test("after calibration within 2 degrees: with noise, strap, both signs and all mounts", (t) => {
  const next = random(6);
  const worst = {};
  for (const deg of [0, 15, 30, 45, 60, 75, 90]) {
    const errors = [];
    for (const mount of Object.keys(MOUNTS)) {
      for (const sign of [1, -1]) {
        for (const hz of [10, 20, 60]) {
          for (const strap of [[0, 0, 0], [20, 20, 20], [-20, 20, -20], [20, -20, -20]]) {
            const says = phone({ mount, strap, sign, sd: 0.3, next });
            errors.push(mean(says, calibrated(says), deg, hz) - deg);
          }
        }
      }
    }
    worst[deg] = {
      mean: (errors.reduce((sum, error) => sum + error, 0) / errors.length).toFixed(2),
      worst: Math.max(...errors.map(Math.abs)).toFixed(2),
    };
    for (const error of errors) near(error, 0, 2);
  }
  t.diagnostic(JSON.stringify(worst));
});

function mean(says, kept, deg, hz) {
  let [state, sum, n] = [null, 0, 0];
  for (let count = 0; count < 10 * hz; count += 1) {
    state = smooth(state, fromMotion(says(deg)), (count * 1000) / hz);
    if (count < hz) continue;
    sum += angle(state.direction, kept);
    n += 1;
  }
  return sum / n;
}

test("a press that moves, or hears too little, is not taken", () => {
  assert.deepEqual(reading([[0, 0, 1], null]), { problem: "few" });
  assert.deepEqual(reading([]), { problem: "few" });
  const swing = Array.from({ length: 20 }, (_, place) => felt(place));
  assert.deepEqual(reading(swing.map((_, place) => felt(place * 2))), { problem: "moving" });
  assert.deepEqual(reading([[0, 0, 1], [0, 0, -1], [0, 1, 0], [0, -1, 0], [1, 0, 0], [-1, 0, 0]]), {
    problem: "moving",
  });
  near(apart(reading(swing.slice(0, 6)).vector, felt(2.5)), 0, 0.01);
});

test("two presses that are not a quarter turn apart, or the wrong way round, are said", () => {
  const [upright, level] = [felt(-90), felt(0)];

  assert.deepEqual(calibration({ upright: felt(-50), level, kind: "motion", at: 1 }), {
    problem: "apart",
  });
  assert.deepEqual(calibration({ upright: felt(-115), level, kind: "motion", at: 1 }), {
    problem: "apart",
  });
  assert.deepEqual(calibration({ upright: level, level: upright, kind: "motion", at: 1 }), {
    problem: "swapped",
  });
  const good = { upright, level, kind: "motion", at: 1 };
  assert.deepEqual(calibration(good), good);
});

test("a calibration holds for the event and the phone it was made with", () => {
  const kept = { upright: felt(-90), level: felt(0), kind: "motion", at: 1 };

  assert.ok(fits(JSON.parse(JSON.stringify(kept)), "motion"));
  assert.ok(!fits(kept, "orientation"));
  for (const damaged of [null, {}, { ...kept, level: [0, 0, 0] }, { ...kept, upright: [1, 2] }]) {
    assert.ok(!fits(damaged, "motion"));
  }
  assert.ok(!sitsOtherwise(felt(-76), kept));
  assert.ok(sitsOtherwise(felt(-74), kept));
  assert.ok(sitsOtherwise(felt(-90).map((part) => -part), kept)); // the other platform's sign
});

test("smoothing has nine tenths of a step within half a second, and never overshoots", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 175 }),
      fc.array(fc.integer({ min: 16, max: 100 }), { minLength: 60, maxLength: 60 }),
      (step, gaps) => {
        const [before, after] = [felt(0), felt(step)];
        let [state, at, last] = [smooth(null, before, 0), 0, 0];
        for (const gap of gaps) {
          if (at + gap > 500) break;
          at += gap;
          state = smooth(state, after, at);
          const done = apart(before, state.direction);
          assert.ok(done >= last - 1e-5 && done <= step + 1e-5);
          last = done;
        }
        assert.ok(last >= 0.9 * step - 0.02, `${last} of ${step}`);
      },
    ),
  );
});

test("smoothing keeps what it knows where an event tells nothing", () => {
  const state = smooth(null, [0, 0, 1], 1000);

  assert.equal(smooth(state, null, 1020), state);
  assert.deepEqual(smooth(state, [0, 1, 0], 900), { direction: [0, 1, 0], at: 900 });
  near(dot(smooth(state, [0, 1, 0], 61_000).direction, [0, 1, 0]), 1, 1e-9);
  assert.deepEqual(smooth(state, [0, 0, -1], 1020).direction, [0, 0, -1]);
});
