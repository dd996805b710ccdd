// Blood pressure and heart rate as they were entered, before and after sessions each on a ground of
// their own: from the lowest to the highest reading of a day or week. No line joins them, and no limit
// or band says what a reading means.

import { dayAxis, evenTicks, stacked, yAxis } from "./axes.js";
import { baseOptions, drawings } from "./options.js";
import { counted, range, titleOf } from "./telling.js";

const MOST_TICKS = 3;
const HEADROOM = 0.4; // of the row, where its name stands
const [THIN, THICK] = [4.5, 7]; // pixels
const SHARE = 0.7; // of the room of a day or week
const DOT = 0.01; // pixels: a stroke of no length would not be drawn

export function build({ data: { datasets }, options: { step } }, palette, { view, width }) {
  const perStep = (width * step) / (view.to - view.from + 1);
  const thick = Math.min(THICK, Math.max(THIN, perStep * SHARE));
  const scales = { x: dayAxis(view, palette) };
  // Chart.js stacks axes from the ground up.
  for (const row of [...datasets].reverse()) scales[row.role] = rowAxis(row, palette);
  return {
    entries: [],
    config: {
      type: "scatter",
      data: { datasets: datasets.map((row) => ({ yAxisID: row.role, data: touchable(row) })) },
      plugins: drawings(strokes(datasets, palette, thick)),
      options: baseOptions(
        palette,
        scales,
        {
          title: ([{ raw }]) => titleOf(raw.day, step),
          label: ({ datasetIndex, raw }) => describe(datasets[datasetIndex], raw.index),
        },
        { interaction: { mode: "nearest", axis: "x", intersect: false } },
      ),
    },
  };
}

function rowAxis({ axis: [min, max] }, palette) {
  const axis = yAxis({ min, max: max + (max - min) * HEADROOM }, palette);
  axis.afterBuildTicks = (scale) => {
    scale.ticks = evenTicks(min, max, MOST_TICKS).map((value) => ({ value }));
  };
  return stacked(axis);
}

/** Where the finger finds a reading: in the middle of its day or week. */
export function touchable({ data, x0, step }) {
  return data.flatMap((ends, index) =>
    ends ? [{ x: x0 + (index + 0.5) * step, y: ends[1], day: x0 + index * step, index }] : [],
  );
}

export function describe({ label, data, lower, n }, index) {
  const over = lower ? ` over ${range(lower[index])}` : "";
  return `${label}: ${range(data[index])}${over}, ${counted(n[index], "reading")}`;
}

const colour = (role, palette) => (role.endsWith("before") ? palette.text : palette.session);

function strokes(rows, palette, thick) {
  return {
    below({ ctx, scales }) {
      ctx.save();
      ctx.font = `12px ${palette.font}`;
      ctx.lineCap = "round";
      ctx.lineWidth = thick;
      for (const row of rows) {
        ctx.strokeStyle = colour(row.role, palette);
        for (const series of [row.data, row.lower ?? []]) stroke(ctx, series, row, scales);
        ctx.fillStyle = palette.text;
        ctx.fillText(row.label, scales.x.left, scales[row.role].top + 12);
      }
      ctx.restore();
    },
  };
}

function stroke(ctx, series, { role, x0, step }, { x, [role]: y }) {
  ctx.beginPath();
  series.forEach((ends, index) => {
    if (!ends) return;
    const middle = x.getPixelForValue(x0 + (index + 0.5) * step);
    ctx.moveTo(middle, y.getPixelForValue(ends[0]) + DOT);
    ctx.lineTo(middle, y.getPixelForValue(ends[1]));
  });
  ctx.stroke();
}
