// Two presses, "table upright" and "table level", take sign, strap and screen out of the angle.

import { apart, direction } from "./gravity.js";

const LEAST = 5; // directions to a press
const STEADY_DEG = 6; // root mean square about their mean; the noise of a poor sensor is 3
const TURN_DEG = { least: 60, most: 110 }; // from upright to level; many tables lean when upright
const SWAPPED = 0.3; // more gravity through the screen when upright than when level
const SAME_DEG = 15;

const isDirection = (value) =>
  Array.isArray(value) && value.length === 3 && value.every(Number.isFinite) && !!direction(value);

/**
 * One press: the directions of about the last second -> {vector} | {problem: "few" | "moving"}.
 * @param {number[][]} directions as gravity.js gives them
 */
export function reading(directions) {
  const known = directions.filter(Boolean);
  if (known.length < LEAST) return { problem: "few" };
  const sum = [0, 1, 2].map((axis) => known.reduce((total, one) => total + one[axis], 0));
  const vector = direction(sum);
  if (!vector) return { problem: "moving" };
  const squares = known.map((one) => apart(one, vector) ** 2);
  const spread = Math.sqrt(squares.reduce((total, one) => total + one, 0) / known.length);
  return spread > STEADY_DEG ? { problem: "moving" } : { vector };
}

/**
 * Both presses -> {upright, level, kind, at} to keep on the phone | {problem: "apart" | "swapped"}.
 * @param kind "motion" or "orientation": iPhones give the two opposite signs, so a calibration
 *   holds for the one event it was made with (`fits`).
 */
export function calibration({ upright, level, kind, at }) {
  const turn = apart(upright, level);
  if (turn < TURN_DEG.least || turn > TURN_DEG.most) return { problem: "apart" };
  // Strapped along a limb, the phone's face looks ahead when upright and up when level.
  if (Math.abs(upright[2]) > Math.abs(level[2]) + SWAPPED) return { problem: "swapped" };
  return { upright, level, kind, at };
}

/** Whether a kept calibration is whole and made with this kind of event. */
export function fits(kept, kind) {
  return kept?.kind === kind && isDirection(kept.upright) && isDirection(kept.level);
}

/** At Go, upright: whether the phone sits otherwise than when calibrated (over 15 degrees). */
export function sitsOtherwise(gravity, kept) {
  return apart(gravity, kept.upright) > SAME_DEG;
}
