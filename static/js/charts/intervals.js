// Binned means: the 95 % interval as a band over the bin, behind the dots, and
// the mean as a bar before them. Without an interval the bar is thin and grey. The mean drawn towards
// all groups is a short bar of ink on a stem that is its interval.

const BIN_GAP = 1; // between two bins, in pixels
const SHORT = 12;

export function intervals(means, palette) {
  return {
    below({ ctx, scales }) {
      ctx.fillStyle = palette.interval;
      for (const mean of means.filter(({ low }) => low !== null)) {
        const [left, width] = binSpan(mean, scales.x);
        const [top, bottom] = [mean.high, mean.low].map((value) => scales.y.getPixelForValue(value));
        ctx.fillRect(left, top, width, bottom - top);
      }
    },
    above({ ctx, scales }) {
      for (const mean of means) {
        const [left, width] = binSpan(mean, scales.x);
        const thick = mean.low === null ? 1 : 3;
        ctx.fillStyle = mean.low === null ? palette.text : palette.relief;
        ctx.fillRect(left, scales.y.getPixelForValue(mean.y) - thick / 2, width, thick);
        if (typeof mean.pooled === "number") pooled(ctx, mean, left + width / 2, scales.y, palette);
      }
    },
  };
}

function pooled(ctx, { pooled: value, pooled_low: low, pooled_high: high }, middle, y, palette) {
  ctx.fillStyle = palette.pain;
  ctx.fillRect(middle - SHORT / 2, y.getPixelForValue(value) - 1, SHORT, 2);
  if (typeof low !== "number") return;
  const top = y.getPixelForValue(high);
  ctx.fillRect(middle - 0.5, top, 1, y.getPixelForValue(low) - top);
}

function binSpan({ from, to }, x) {
  const [left, right] = [x.getPixelForValue(from), x.getPixelForValue(to)];
  return [left + BIN_GAP, right - left - 2 * BIN_GAP];
}
