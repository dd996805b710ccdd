// Where in a stream of angles the table was tilted, held and level again. A hold counts from its
// first reading inside to its last; what each limit is for stands in docs/domain.md.

import { add, begun, turned } from "./stretch.js";

export const GAP_MS = 2_000; // without a reading: nobody knows what was in between
const EVERY_MS = 95; // ten readings a second are enough to tell a hold
const LEAVES_DEG = 8;
const LEVEL_DEG = 5;
const LEVEL_MS = 2_000;
const QUIET_DEG = 4;
const QUIET_MS = 3_000;
const SLOW_MS = 10_000; // the same while coming up, where a slow move is no hold
const OUT_MS = 1_000;
const LOOSE_MS = 10_000;
const TURNS = 2; // there and back again: rocking, and not one way up or down
const BRIDGE_MS = 300_000; // over a longer silence no hold goes on

/** Nothing felt yet. */
export const still = () => ({
  at: null, // of the last reading
  deg: null,
  tilted: false,
  low_at: null, // since when it has been low, not yet for long
  level_at: null, // since when it has been level again
  hold: null, // the quiet hold that runs
  holds: [], // those that ended
  recent: [], // readings that may become a hold
  loose: null, // what is neither level nor quiet
  gap_ms: 0,
  max_deg: null,
});

/** The hold that runs: a quiet one, or rocking that has lasted; null between holds. */
export const running = ({ hold, loose }) => hold ?? (loose?.counts ? loose : null);

/** What one more reading makes of it. `slowly`: the person is coming up. */
export function sense(motion, { at, deg, slowly = false }) {
  if (motion.at !== null && at - motion.at < EVERY_MS) return motion;
  let next = afterGap({ ...motion, at, deg }, motion.at);
  if (!next.tilted) {
    if (deg < LEAVES_DEG) return next;
    next = leave(next);
  }
  next.max_deg = Math.max(next.max_deg ?? deg, deg);
  next.low_at = deg < LEVEL_DEG ? (next.low_at ?? at) : null;
  if (next.low_at !== null && at - next.low_at >= LEVEL_MS) return close(next, next.low_at);
  return next.hold ? inHold(next) : between(next, slowly ? SLOW_MS : QUIET_MS);
}

/** The stretch that runs is over, and the table level since `end`. */
export function close(motion, end) {
  const { loose, recent } = motion;
  const rocked = loose?.counts ? recent.filter(([at]) => at <= end).reduce(add, loose) : null;
  const last = motion.hold ?? rocked;
  const holds = last ? [...motion.holds, { ...last, to: Math.min(last.to, end) }] : motion.holds;
  const over = { hold: null, loose: null, recent: [], low_at: null };
  return { ...motion, ...over, holds, tilted: false, level_at: end };
}

const leave = (motion) => ({
  ...motion,
  tilted: true,
  level_at: null,
  recent: [],
  loose: begun(motion.at, motion.deg),
});

// Level after a silence: since when is not known, so nothing counts beyond the last reading.
function afterGap(motion, last) {
  if (!motion.tilted || last === null || motion.at - last <= GAP_MS) return motion;
  const silent = { ...motion, gap_ms: motion.gap_ms + motion.at - last };
  if (motion.deg < LEVEL_DEG) return { ...silent, low_at: motion.low_at ?? last };
  const goesOn = silent.hold && motion.at - last <= BRIDGE_MS;
  return goesOn ? silent : leave(close(silent, last));
}

function inHold(motion) {
  const { at, deg, hold } = motion;
  if (Math.abs(deg - hold.mean) <= QUIET_DEG) {
    return { ...motion, hold: add(hold, [at, deg]), recent: [] };
  }
  const recent = [...motion.recent, [at, deg]];
  if (at - hold.to <= OUT_MS) return { ...motion, recent };
  const holds = [...motion.holds, hold];
  return { ...motion, recent, hold: null, holds, loose: begun(...recent[0]) };
}

// What falls out of the last seconds is loose; once they are quiet throughout, they are a hold.
function between(motion, wait) {
  const { at, deg } = motion;
  const first = [...motion.recent, [at, deg]];
  const fallen = Math.max(first.findLastIndex(([then]) => then <= at - wait), 0);
  const recent = first.slice(fallen);
  const moved = turned(motion.loose, deg, QUIET_DEG);
  const loose = counted(first.slice(0, fallen).reduce(add, moved), at);
  if (at - recent[0][0] < wait || !isQuiet(recent)) return { ...motion, recent, loose };
  const ended = loose.counts ? [{ ...loose, to: recent[0][0] }] : [];
  const hold = { ...recent.reduce(add, begun(...recent[0])), found_at: at };
  return { ...motion, hold, holds: [...motion.holds, ...ended], recent: [], loose: null };
}

const counted = (loose, at) =>
  loose.counts || loose.turns < TURNS || at - loose.from <= LOOSE_MS
    ? loose
    : { ...loose, counts: true, found_at: at };

function isQuiet(readings) {
  const mean = readings.reduce((sum, [, deg]) => sum + deg, 0) / readings.length;
  return readings.every(([, deg]) => Math.abs(deg - mean) <= QUIET_DEG);
}
