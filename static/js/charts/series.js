// The series of a payload. A regular one has its values in a row: value i stands at day x0 + i * step.
// A sparse one names each place.

export const find = (data, role) => data.datasets.find((dataset) => dataset.role === role);

/** What a regular series holds for the day or week in which `day` lies; null outside of it. */
export function valueAt(series, day, field = "data") {
  if (!series) return null;
  return series[field]?.[Math.floor((day - series.x0) / series.step)] ?? null;
}

/** The points of a sparse series within the `step` days from `day` on. */
export function pointsAt(series, day, step) {
  return (series?.data ?? []).filter(({ x }) => x >= day && x < day + step);
}

/** Points for the finger in the middle of each day or week. */
export function middles({ data, x0, step }) {
  return data.map((value, index) => ({ x: x0 + (index + 0.5) * step, y: value }));
}

/** A day with a value between two days without one would vanish from a line. */
export function alone({ data }) {
  const there = (index) => (data[index] ?? null) !== null;
  const found = [];
  for (let i = 0; i < data.length; i += 1) {
    if (there(i) && !there(i - 1) && !there(i + 1)) found.push(i);
  }
  return found;
}

/** [low, high] pairs or counts as boxes, each a day or week wide; where there is nothing, there is none. */
export function boxes({ data, x0, step }) {
  const found = [];
  for (let i = 0; i < data.length; i += 1) {
    const value = data[i];
    if (value === null || value === 0) continue;
    const isPair = typeof value !== "number";
    const from = x0 + i * step;
    found.push({
      from,
      to: from + step,
      low: isPair ? value[0] : 0,
      high: isPair ? value[1] : value,
    });
  }
  return found;
}

const FROM_LEAST = ["treatment", "session", "rating", "worst", "pain"];

/** Where the finger finds something: the middle of each day or week that holds anything. */
export function touchable(data) {
  const base = data.datasets.find(({ x0 }) => x0 !== undefined);
  if (!base) return [];
  const heights = Array(base.data.length).fill(null);
  for (const role of FROM_LEAST) {
    const series = find(data, role);
    if (series?.x0 === undefined) scatter(heights, series?.data ?? [], base);
    else layOver(heights, series.data, role === "session");
  }
  const found = [];
  for (let i = 0; i < heights.length; i += 1) {
    const day = base.x0 + i * base.step;
    if (heights[i] !== null) found.push({ x: day + base.step / 2, y: heights[i], day });
  }
  return found;
}

function scatter(heights, points, { x0, step }) {
  for (const { x, y = 0 } of points) heights[Math.floor((x - x0) / step)] = y;
}

/** Sessions have no height of their own: they stand on the ground, and none is nothing. */
function layOver(heights, values, areCounts) {
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i];
    if (value === null || (areCounts && value === 0)) continue;
    heights[i] = areCounts ? 0 : typeof value === "number" ? value : value[1];
  }
}
