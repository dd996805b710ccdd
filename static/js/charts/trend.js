// Pain by day: the average as an ink line with its gaps, the worst thin behind it, ratings as dots at
// their time of day. Over more than a year, by week: the band from the lowest to the highest average.
// Over either goes the straight line of the whole period, once there is one. Sessions stand in a lane below the ground, treatment changes as dashed lines with their words on top.

import { dayAxis, yAxis } from "./axes.js";
import { days } from "./days.js";
import { LANE, sessions } from "./lane.js";
import { baseOptions, drawings } from "./options.js";
import { find, touchable } from "./series.js";
import { slope } from "./slope.js";
import { describe, titleOf } from "./telling.js";
import { rowsFor, treatments } from "./treatments.js";
import { weeks } from "./weeks.js";

/** Builds the chart of the days {from, to} in sight. `width` is the figure's, in pixels. */
export function build({ data, options: { step, y } }, palette, { view, width }) {
  const perDay = width / (view.to - view.from + 1);
  const marks = (step === 7 ? weeks : days)(data, palette, perDay);
  const lane = sessions(find(data, "session"), palette, perDay);
  const changes = treatments(find(data, "treatment"), view, palette);
  const rows = rowsFor(changes.count);
  const line = slope(find(data, "line"), palette, width, rows);
  const scales = {
    x: dayAxis(view, palette, LANE),
    y: yAxis({ min: y.min, max: y.max }, palette),
  };
  const callbacks = {
    title: ([{ raw }]) => titleOf(raw.day, step),
    label: ({ raw }) => describe(data, raw.day, step),
  };
  return {
    entries: [...marks.entries, ...line.entries, ...lane.entries],
    notes: changes.notes,
    config: {
      type: "scatter", // what is drawn is drawn by the layers; the points are for the finger
      data: { datasets: [{ data: touchable(data) }] },
      plugins: drawings(marks, line, lane, changes),
      options: baseOptions(palette, scales, callbacks, {
        interaction: { mode: "nearest", axis: "x", intersect: false },
        layout: { padding: { top: 4 + rows + line.tall } },
      }),
    },
  };
}
