// The smooth curve of relief, fetched when somebody asks for it and laid over the dots: a description.

import { fetchChart } from "./fetch.js";
import { drawn } from "./key.js";
import { clipped } from "./lines.js";
import { paint } from "./marks.js";

const LOADING = "Computing the curve.";
const FAILED = "The curve could not be loaded.";
const NOTHING = "There are too few sessions for a curve.";

/** Fetch it, and draw the chart of `payload` again with it. */
export async function addCurve(button, theStage, payload, sight) {
  const said = status(button);
  said.textContent = LOADING;
  button.disabled = true;
  try {
    const { data } = await fetchChart(button.dataset.curve);
    const [series] = data.datasets;
    if (series) theStage.show({ ...payload, more: (palette) => curve(series, palette) }, sight);
    said.textContent = series ? `${series.label}.` : NOTHING;
    said.focus(); // before the button that had it goes
    button.hidden = true;
  } catch (error) {
    console.warn(error);
    said.textContent = FAILED;
    button.disabled = false;
  }
}

/** The line that says what became of it, one for each button. */
function status(button) {
  if (button.nextElementSibling?.matches("[role=status]")) return button.nextElementSibling;
  const said = document.createElement("p");
  said.className = "basis";
  said.tabIndex = -1;
  said.setAttribute("role", "status");
  button.after(said);
  return said;
}

export function curve({ data }, palette) {
  const look = { stroke: palette.pain, width: 2.5 };
  return {
    entries: [
      [drawn.line(palette.pain, 2.5), "smooth curve, descriptive only"],
      [drawn.box(palette.interval), "its 95 % band"],
    ],
    above(chart) {
      const { ctx, scales: { x, y } } = chart;
      const line = (key, points, isFirst) =>
        points.forEach((point, index) => {
          const place = [x.getPixelForValue(point.x), y.getPixelForValue(point[key])];
          if (isFirst && !index) ctx.moveTo(...place);
          else ctx.lineTo(...place);
        });
      clipped(chart, () => {
        ctx.beginPath();
        line("high", data, true);
        line("low", [...data].reverse());
        paint(ctx, { fill: palette.interval });
        ctx.beginPath();
        line("y", data, true);
        paint(ctx, look);
      });
    },
  };
}
