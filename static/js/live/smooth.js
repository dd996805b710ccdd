// A low-pass over directions: calm enough to read, and never more than half a second behind.

import { apart, direction } from "./gravity.js";

const TAU_MS = 170; // nine tenths of a step within 400 ms, whatever the rate
const STRAIGHT_DEG = 0.01; // so near, or so nearly opposite, a turn has no plane of its own

/**
 * @param state what the last call returned, null at first: {direction, at}
 * @param gravity the newest direction, null if the event told none
 * @param at milliseconds
 * @returns the next state; its `direction` goes to gravity.js `angle`
 */
export function smooth(state, gravity, at) {
  if (!gravity) return state;
  if (!state || at < state.at) return { direction: gravity, at }; // the clock was put back: anew
  const part = 1 - Math.exp((state.at - at) / TAU_MS);
  return { direction: between(state.direction, gravity, part), at };
}

// Along the great circle: the same part of the way, however far apart the two are.
function between(from, to, part) {
  const turn = apart(from, to);
  if (turn < STRAIGHT_DEG || turn > 180 - STRAIGHT_DEG) return to;
  const rad = (turn * Math.PI) / 180;
  const [kept, taken] = [Math.sin((1 - part) * rad), Math.sin(part * rad)];
  return direction(from.map((value, axis) => kept * value + taken * to[axis]));
}
