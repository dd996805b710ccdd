// Binned means: the 95 % interval as a band over the bin, behind the dots, and
// the mean as a bar before them. Without an interval the bar is thin and grey.

const GAP = 1; // between two bins, in pixels

export function intervals(means, palette) {
  return {
    below({ ctx, scales }) {
      ctx.fillStyle = palette.interval;
      for (const mean of means.filter(({ low }) => low !== null)) {
        const [left, width] = span(mean, scales.x);
        const [top, bottom] = [mean.high, mean.low].map((value) => scales.y.getPixelForValue(value));
        ctx.fillRect(left, top, width, bottom - top);
      }
    },
    above({ ctx, scales }) {
      for (const mean of means) {
        const [left, width] = span(mean, scales.x);
        const thick = mean.low === null ? 1 : 3;
        ctx.fillStyle = mean.low === null ? palette.text : palette.relief;
        ctx.fillRect(left, scales.y.getPixelForValue(mean.y) - thick / 2, width, thick);
      }
    },
  };
}

function span({ from, to }, x) {
  const [left, right] = [x.getPixelForValue(from), x.getPixelForValue(to)];
  return [left + GAP, right - left - 2 * GAP];
}
