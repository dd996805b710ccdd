// Days of each week with something written down: rated days above, days with a session below, each on
// its own seven days, so that ten years of both can be read. Behind them, pale, the days of the week.

import { dayAxis, stacked, yAxis } from "./axes.js";
import { drawn } from "./key.js";
import { bars } from "./marks.js";
import { baseOptions, drawings } from "./options.js";
import { boxes, find, middles, valueAt } from "./series.js";
import { counted, titleOf } from "./telling.js";

const WEEK = 7;
const HEADROOM = 2; // days' height above the week, where the row's name stands

const ROWS = {
  rated: (palette) => palette.ramp[5],
  "session-days": (palette) => palette.session,
};

const rowsOf = (data) => Object.keys(ROWS).map((role) => find(data, role)).filter(Boolean);

export function build({ data }, palette, { view }) {
  const rows = rowsOf(data);
  const scales = { x: dayAxis(view, palette) };
  // Chart.js stacks axes from the ground up.
  for (const { role } of [...rows].reverse()) scales[role] = rowAxis(palette);
  return {
    entries: rows.length ? [[drawn.box(palette.grid), "all days of the week in this period"]] : [],
    config: {
      type: "scatter",
      data: { datasets: rows.map((row) => ({ yAxisID: row.role, data: middles(row) })) },
      plugins: drawings(weekBars(rows, palette)),
      options: baseOptions(
        palette,
        scales,
        {
          title: ([item]) => titleOf(item.raw.x - WEEK / 2, WEEK),
          label: ({ datasetIndex, raw }) => describe(rows[datasetIndex], raw.x),
        },
        { interaction: { mode: "nearest", axis: "x", intersect: false } },
      ),
    },
  };
}

function rowAxis(palette) {
  const axis = yAxis({ min: 0, max: WEEK + HEADROOM }, palette);
  axis.afterBuildTicks = (scale) => {
    scale.ticks = [{ value: 0 }, { value: WEEK }];
  };
  return stacked(axis);
}

function weekBars(rows, palette) {
  return {
    below({ ctx, scales }) {
      ctx.save();
      ctx.font = `12px ${palette.font}`;
      for (const row of rows) {
        const y = scales[row.role];
        const ground = y.getPixelForValue(0);
        const tall = ({ high }) => ground - y.getPixelForValue(high);
        const all = boxes({ ...row, data: row.n });
        bars(ctx, all, scales.x, { fill: palette.grid, ground, tall });
        bars(ctx, boxes(row), scales.x, { fill: ROWS[row.role](palette), ground, tall });
        ctx.fillStyle = palette.text;
        ctx.fillText(row.label, scales.x.left, y.getPixelForValue(WEEK) - 6);
      }
      ctx.restore();
    },
  };
}

export function describe(row, day) {
  return `${row.label}: ${valueAt(row, day) ?? 0} of ${counted(valueAt(row, day, "n"), "day")}`;
}
