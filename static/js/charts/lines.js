// Lines and bands over days or weeks, each in one path.

import { paint } from "./marks.js";

/** A line through a series, in the middle of each day or week, with its gaps and without spikes. */
export function polyline(ctx, { data, x0, step = 1 }, middle, x, y, look) {
  ctx.beginPath();
  ctx.lineJoin = "round";
  let isDown = false;
  for (let i = 0; i < data.length; i += 1) {
    const isThere = data[i] !== null;
    if (isThere) {
      const [left, top] = [x.getPixelForValue(x0 + i * step + middle), y.getPixelForValue(data[i])];
      if (isDown) ctx.lineTo(left, top);
      else ctx.moveTo(left, top);
    }
    isDown = isThere;
  }
  paint(ctx, look);
}

/**
 * A band from the lowest to the highest of each week, as one outline round each run of weeks: side by
 * side, boxes narrower than a pixel would leave stripes. `thin` is the least height, for a week whose
 * lowest is its highest.
 */
export function band(ctx, boxes, x, y, { fill, thin = 2 }) {
  ctx.beginPath();
  for (const run of runs(boxes)) {
    const edges = run.map((box) => edge(box, x, y, thin));
    ctx.moveTo(edges[0].left, edges[0].top);
    for (const { left, right, top } of edges) {
      ctx.lineTo(left, top);
      ctx.lineTo(right, top);
    }
    for (const { left, right, bottom } of [...edges].reverse()) {
      ctx.lineTo(right, bottom);
      ctx.lineTo(left, bottom);
    }
    ctx.closePath();
  }
  paint(ctx, { fill });
}

function edge({ from, to, low, high }, x, y, thin) {
  const [top, bottom] = [y.getPixelForValue(high), y.getPixelForValue(low)];
  const more = Math.max(0, thin - (bottom - top)) / 2;
  return {
    left: x.getPixelForValue(from),
    right: x.getPixelForValue(to),
    top: top - more,
    bottom: bottom + more,
  };
}

/** Boxes cut where one does not begin at the end of the one before. */
export function runs(boxes) {
  const found = [];
  let last;
  for (const box of boxes) {
    if (last?.to === box.from) found.at(-1).push(box);
    else found.push([box]);
    last = box;
  }
  return found;
}

const BRIM = 4;

/** Draw inside the plot only, but a mark at its edge whole. */
export function clipped({ ctx, chartArea: { left, top, width, height } }, drawing) {
  ctx.save();
  ctx.beginPath();
  ctx.rect(left - BRIM, top - BRIM, width + 2 * BRIM, height + 2 * BRIM);
  ctx.clip();
  drawing();
  ctx.restore();
}
