// The straight line through daily pain: the band that its slope's interval turns through, the line, and
// over the plot in words how steep it is.

import { NOON } from "./calendar.js";
import { drawn } from "./key.js";
import { clipped } from "./lines.js";
import { paint } from "./marks.js";
import { fold } from "./options.js";
import { faint } from "./palette.js";
import { ROW } from "./treatments.js";

const THICK = 3;

/** `width` is the figure's; `above` the pixels that others write in over the plot. */
export function slope(series, palette, width, above) {
  if (!series) return { entries: [], tall: 0 };
  const lines = fold(series.label, width);
  const band = faint(palette.pain, 0.15);
  const [first, last] = series.data;
  const hasBand = first.low !== null;
  return {
    tall: lines.length * ROW,
    entries: [
      [drawn.line(palette.pain, THICK), "straight line through the days"],
      hasBand && [drawn.box(band), "95 % interval of its slope"],
    ].filter(Boolean),
    above(chart) {
      const { ctx, chartArea: { top, right }, scales: { x, y } } = chart;
      const at = (end, value) => [x.getPixelForValue(end.x + NOON), y.getPixelForValue(value)];
      clipped(chart, () => {
        // A bow tie: the steepest and the flattest line cross in the middle.
        if (hasBand) {
          outline(ctx, [at(first, first.low), at(last, last.high), at(last, last.low), at(first, first.high)]);
          paint(ctx, { fill: band });
        }
        outline(ctx, [at(first, first.y), at(last, last.y)]);
        paint(ctx, { stroke: palette.ground, width: THICK + 3 });
        paint(ctx, { stroke: palette.pain, width: THICK });
      });
      sayAbove(ctx, lines, { right, bottom: top - above }, palette);
    },
  };
}

function outline(ctx, [start, ...rest]) {
  ctx.beginPath();
  ctx.moveTo(...start);
  for (const place of rest) ctx.lineTo(...place);
}

function sayAbove(ctx, lines, { right, bottom }, palette) {
  ctx.save();
  ctx.font = `600 12px ${palette.font}`;
  ctx.textAlign = "right";
  ctx.fillStyle = palette.pain;
  lines.forEach((line, index) => ctx.fillText(line, right, bottom - 4 - (lines.length - 1 - index) * ROW));
  ctx.restore();
}
