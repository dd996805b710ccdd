// The weekly chart: the band from the lowest to the highest daily average of each week; where a week has
// no average, that of what was rated right now, paler. The worst of each week is a thin line.

import { drawn, hasValues } from "./key.js";
import { band, clipped, polyline } from "./lines.js";
import { boxes, find, valueAt } from "./series.js";

const WEEK = 7;
const AVERAGES = 5; // steps of the pain hue
const RATINGS = 3;
const NARROW = 1.5; // pixels a week, under which the line is thinner still

export function weeks(data, palette, perDay) {
  const { averages, ratings } = weekBoxes(data);
  const worst = find(data, "worst");
  const thin = { stroke: palette.worst, width: perDay * WEEK < NARROW ? 0.75 : 1 };
  return {
    entries: weekEntries(data, averages, ratings, palette),
    above(chart) {
      const { ctx, scales: { x, y } } = chart;
      clipped(chart, () => {
        band(ctx, ratings, x, y, { fill: palette.ramp[RATINGS] });
        band(ctx, averages, x, y, { fill: palette.ramp[AVERAGES] });
        if (worst) polyline(ctx, worst, WEEK / 2, x, y, thin);
      });
    },
  };
}

/** Each week is in one band only. */
export function weekBoxes(data) {
  const [pain, rating] = [find(data, "pain"), find(data, "rating")];
  const hasNoAverage = (day) => valueAt(pain, day) === null;
  return {
    averages: pain ? boxes(pain) : [],
    ratings: rating ? boxes(rating).filter(({ from }) => hasNoAverage(from)) : [],
  };
}

function weekEntries(data, averages, ratings, palette) {
  const [pain, rating, worst] = ["pain", "rating", "worst"].map((role) => find(data, role));
  const paler = () => `${rating.label}, in weeks without an average`;
  return [
    averages.length && [drawn.band(palette.ramp[AVERAGES]), pain.label],
    ratings.length && [drawn.band(palette.ramp[RATINGS]), paler()],
    hasValues(worst) && [drawn.line(palette.worst, 1.5), worst.label],
  ].filter(Boolean);
}
