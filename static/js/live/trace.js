// How the angle went, thinned to be drawn: at most one value a second, at most 2,000 bytes.

import { total } from "./stretch.js";

const MOST_BYTES = 2_000;
const MOST_MARKS = { number: 40, bytes: 1_200 };
const MOST_S = 14_400;
const STEEPEST_DEG = 90;
const FIRST = ["come_up", "stop", "hold", "over_cap"]; // after symptoms, if all is too much

/**
 * {every_s, degrees, marks} small enough as JSON; null if nothing was measured.
 * @param {number[]} holds the seconds from Go at which the kept holds began: a mark "hold" each
 */
export function thinned({ track, marks }, holds = []) {
  const all = track.n ? [...track.degrees, Math.round(track.sum / track.n)] : track.degrees;
  if (!all.some((deg) => deg !== null)) return null;
  const kept = fitting([...marks, ...holds.map((second) => [second, "hold"])]);
  for (let every = 1; ; every += 1) {
    const trace = { every_s: every, degrees: means(all, every), marks: kept };
    if (JSON.stringify(trace).length <= MOST_BYTES) return trace;
  }
}

/** {n, mean_deg, max_deg, sd_deg, over_cap_s, gap_s} over the holds; null if there are none. */
export function summary({ motion, over_ms: over }) {
  const n = motion.holds.reduce((sum, hold) => sum + hold.n, 0);
  const ms = total(motion.holds);
  if (!n || !ms) return null;
  const mean = motion.holds.reduce((sum, hold) => sum + hold.mean * (hold.to - hold.from), 0) / ms;
  const squares = motion.holds.map((hold) => hold.m2 + hold.n * (hold.mean - mean) ** 2);
  const spread = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / n);
  return {
    n: Math.min(n, 1_000_000),
    mean_deg: tenth(mean),
    max_deg: tenth(motion.max_deg),
    sd_deg: tenth(spread),
    over_cap_s: Math.min(Math.round(over / 1000), MOST_S),
    gap_s: Math.min(Math.round(motion.gap_ms / 1000), MOST_S),
  };
}

const within = (deg, least) => Math.min(Math.max(deg, least), STEEPEST_DEG);
const tenth = (deg) => Math.round(within(deg, 0) * 10) / 10;

function means(all, every) {
  const starts = all.map((_, place) => place).filter((place) => place % every === 0);
  return starts.map((start) => {
    const known = all.slice(start, start + every).filter((deg) => deg !== null);
    const sum = known.reduce((before, deg) => before + deg, 0);
    return known.length ? within(Math.round(sum / known.length), -STEEPEST_DEG) : null;
  });
}

function fitting(marks) {
  const ranked = marks
    .filter(([second]) => second <= MOST_S)
    .map((mark) => ({ mark, rank: FIRST.indexOf(mark[1]) }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ mark }) => mark)
    .slice(0, MOST_MARKS.number);
  while (JSON.stringify(ranked).length > MOST_MARKS.bytes) ranked.pop();
  return ranked.sort(([one], [other]) => one - other);
}
