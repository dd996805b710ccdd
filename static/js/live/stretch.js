// A stretch of time at one angle: from its first reading to its last, with mean and spread.

/** A stretch with no reading yet; `way`, `far` and `turns` tell rocking from a move one way. */
export const begun = (at, deg) => ({
  from: at,
  to: at,
  n: 0,
  mean: deg,
  m2: 0,
  max: deg,
  way: 0,
  far: deg,
  turns: 0,
  counts: false,
});

/** One more reading, as [at, deg]. */
export function add(stretch, [at, deg]) {
  const n = stretch.n + 1;
  const mean = stretch.mean + (deg - stretch.mean) / n;
  const m2 = stretch.m2 + (deg - stretch.mean) * (deg - mean);
  return { ...stretch, to: at, n, mean, m2, max: Math.max(stretch.max, deg) };
}

/** Whether the angle turned back, by more than `least` degrees from the farthest it had come. */
export function turned(stretch, deg, least) {
  const back = Math.abs(deg - stretch.far);
  const way = Math.sign(deg - stretch.far);
  if (way === stretch.way) return { ...stretch, far: deg };
  if (back <= least) return stretch;
  return { ...stretch, way, far: deg, turns: stretch.turns + (stretch.way ? 1 : 0) };
}

/** How long it took, ms: `ms` where it was put together of several. */
export const length = (stretch) => stretch.ms ?? stretch.to - stretch.from;

/** How long several took together, ms. */
export const total = (stretches) => stretches.reduce((sum, one) => sum + length(one), 0);

/** At most so many: the two neighbours that are shortest together become one, at their mean. */
export function merged(stretches, most) {
  if (stretches.length <= most) return stretches;
  const sums = stretches.slice(1).map((one, place) => length(one) + length(stretches[place]));
  const place = sums.indexOf(Math.min(...sums));
  const one = joined(stretches[place], stretches[place + 1]);
  return merged([...stretches.slice(0, place), one, ...stretches.slice(place + 2)], most);
}

function joined(one, other) {
  const ms = length(one) + length(other);
  const mean = ms ? (one.mean * length(one) + other.mean * length(other)) / ms : one.mean;
  return { ...one, to: other.to, ms, mean, max: Math.max(one.max, other.max) };
}
