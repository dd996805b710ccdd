// From what the phone feels to an angle: 0 is flat, 90 head straight down, below 0 head up.
// Only ever the direction of gravity; Euler angles jump near the vertical.

const LEAST_MS2 = 5; // less or more than this is not a phone at rest: a knock, or a broken sensor
const MOST_MS2 = 15;
const IN_PLANE = 0.5; // of gravity in the calibrated plane; less, and the phone was turned

const rad = (degrees) => (degrees * Math.PI) / 180;
const deg = (radians) => (radians * 180) / Math.PI;

export const dot = (one, other) => one.reduce((sum, part, axis) => sum + part * other[axis], 0);

/** The direction of a vector as [x, y, z] of length 1; null if it has none. */
export function direction(vector) {
  const length = Math.hypot(...vector);
  return length > 0 && Number.isFinite(length) ? vector.map((part) => part / length) : null;
}

/** The direction of accelerationIncludingGravity of `devicemotion`; null if it tells none. */
export function fromMotion(acceleration) {
  const vector = [acceleration?.x, acceleration?.y, acceleration?.z];
  if (!vector.every(Number.isFinite)) return null;
  const length = Math.hypot(...vector);
  return length >= LEAST_MS2 && length <= MOST_MS2 ? direction(vector) : null;
}

/** The same direction from `deviceorientation` {beta, gamma} in degrees; null if it tells none. */
export function fromOrientation({ beta, gamma }) {
  if (!Number.isFinite(beta) || !Number.isFinite(gamma)) return null;
  const [b, c] = [rad(beta), rad(gamma)];
  return [-Math.cos(b) * Math.sin(c), Math.sin(b), Math.cos(b) * Math.cos(c)];
}

/** Degrees between two directions, 0 to 180. */
export const apart = (one, other) => deg(Math.acos(Math.max(-1, Math.min(1, dot(one, other)))));

/**
 * The angle of a direction as calibrated by calibrate.js ({upright, level}): degrees, -180 to 180.
 * Null where gravity lies so far outside the calibrated plane that the phone was turned.
 */
export function angle(gravity, { upright, level }) {
  const along = dot(upright, level);
  const down = direction(upright.map((part, axis) => along * level[axis] - part));
  if (!gravity || !down) return null;
  const [rise, run] = [dot(gravity, down), dot(gravity, level)];
  return Math.hypot(rise, run) < IN_PLANE ? null : deg(Math.atan2(rise, run));
}
