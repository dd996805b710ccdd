// The axes of all charts: linear, with ticks where people count.

import { dayTicks } from "./calendar.js";

const NUMBER_LABEL = 34; // pixels
const NICE = [1, 2, 5, 10, 15, 20, 30, 50, 100, 200, 500, 1000];

const writeNumber = (value) => String(Math.round(value * 100) / 100);

/** At most `most` ticks from min to max, at multiples of a round step. */
export function evenTicks(min, max, most) {
  const step = NICE.find((size) => (max - min) / size <= most) ?? max - min;
  const found = [];
  for (let i = Math.ceil(min / step); i * step <= max; i += 1) found.push(i * step);
  return found;
}

/**
 * A linear axis with ticks of our own: Chart.js's would stand between days, and its way to write
 * numbers costs more than to draw the chart. `spare` widens the axis beyond its ends by that share,
 * so that a mark at an end stays whole.
 */
function axis({ min, max, title }, palette, ticks, { spare = 0, ...rest }) {
  const more = (max - min) * spare;
  return {
    type: "linear",
    min: min - more,
    max: max + more,
    title: { display: Boolean(title), text: title, color: palette.text },
    border: { display: false },
    afterBuildTicks: (scale) => {
      scale.ticks = ticks(scale);
    },
    ...rest,
    ticks: {
      autoSkip: false,
      color: palette.text,
      maxRotation: 0,
      callback: (value, index, all) => all[index].label ?? writeNumber(value),
      ...rest.ticks,
    },
  };
}

const NO_GRID = { display: false, drawTicks: false };

/** Days from the first to the end of the last; `lane` leaves room below the ground line. */
export function dayAxis({ from, to }, palette, lane = 0) {
  const ends = { min: from, max: to + 1 };
  const ticks = ({ maxWidth }) => dayTicks(ends.min, ends.max, maxWidth);
  return axis(ends, palette, ticks, {
    grid: NO_GRID,
    ticks: { padding: 6 + lane },
  });
}

export function numberAxis(x, palette, spare = 0) {
  const ticks = ({ maxWidth }) =>
    numberTicks(x, Math.max(2, Math.min(maxWidth / NUMBER_LABEL, 12)));
  return axis(x, palette, ticks, {
    spare,
    grid: NO_GRID,
    ticks: { padding: 6 },
  });
}

export function yAxis(y, palette, most = 5, spare = 0) {
  return axis(y, palette, () => numberTicks(y, most), {
    spare,
    grid: { color: palette.grid, tickLength: 0 },
    ticks: { padding: 6 },
  });
}

/** One of several axes above each other, each for rows of its own. */
export const stacked = (axis) => ({ ...axis, axis: "y", position: "left", stack: "rows", stackWeight: 1 });

/** An axis whose values are words (noted or not) has a tick for each. */
function numberTicks({ min, max, words }, most) {
  if (words) return words.map((label, value) => ({ value, label }));
  return evenTicks(min, max, most).map((value) => ({ value }));
}
