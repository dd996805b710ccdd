// The daily chart: two lines with their gaps, ratings at their time of day, days entered late.

import { NOON } from "./calendar.js";
import { drawn, hasValues } from "./key.js";
import { clipped, polyline } from "./lines.js";
import { discs } from "./marks.js";
import { alone, find } from "./series.js";

const ALONE = 2; // radius, in pixels

/** Dots grow with the room of a day: a year on a phone has a pixel for each. */
export const ratingRadius = (perDay) => Math.min(3.5, Math.max(1, perDay / 4));
const lateRadius = (perDay) => Math.min(4.5, Math.max(2.2, perDay / 2));

export function days(data, palette, perDay) {
  const [pain, worst, rating] = ["pain", "worst", "rating"].map((role) => find(data, role));
  const ring = { fill: palette.ground, stroke: palette.pain, width: 1.5 };
  return {
    entries: dayEntries(pain, worst, rating, palette),
    above(chart) {
      clipped(chart, () => {
        line(chart, worst, { stroke: palette.worst, width: 1 });
        line(chart, pain, { stroke: palette.pain, width: 2 });
        ratings(chart, rating, ratingRadius(perDay), palette);
        if (pain?.late) discs(chart.ctx, spots(chart, pain, pain.late, lateRadius(perDay)), ring);
      });
    },
  };
}

function line(chart, series, look) {
  if (!series) return;
  const { ctx, scales: { x, y } } = chart;
  polyline(ctx, series, NOON, x, y, look);
  discs(ctx, spots(chart, series, alone(series), ALONE), { fill: look.stroke });
}

function spots({ scales: { x, y } }, { x0, data }, indices, r) {
  return indices
    .filter((index) => data[index] !== null)
    .map((index) => ({
      x: x.getPixelForValue(x0 + index + NOON),
      y: y.getPixelForValue(data[index]),
      r,
    }));
}

function ratings({ ctx, scales: { x, y } }, rating, r, palette) {
  const [late, prompt] = [[], []];
  for (const point of rating?.data ?? []) {
    const spot = { x: x.getPixelForValue(point.x), y: y.getPixelForValue(point.y) };
    if (point.late) late.push({ ...spot, r: r + 0.5 });
    else prompt.push({ ...spot, r });
  }
  discs(ctx, prompt, { fill: palette.ramp[6] });
  discs(ctx, late, { fill: palette.ground, stroke: palette.ramp[6] });
}

function dayEntries(pain, worst, rating, palette) {
  const isLate = pain?.late?.length || rating?.data.some(({ late }) => late);
  return [
    hasValues(pain) && [drawn.line(palette.pain, 2), pain.label],
    hasValues(worst) && [drawn.line(palette.worst, 1.5), worst.label],
    hasValues(rating) && [drawn.dots([palette.ramp[6]], "none", 2.5), rating.label],
    isLate && [drawn.dots([palette.ground], palette.pain, 3.5, 1.5), "entered late"],
  ].filter(Boolean);
}
