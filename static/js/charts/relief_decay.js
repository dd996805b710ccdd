// Pain before and after sessions, up to the next morning: each session a faint line that breaks where
// nothing was answered, and at each time the median with its interval. Medians are not joined, for they
// stand on different sessions. What was answered too late to count lies between, hollow.

import { numberAxis, yAxis } from "./axes.js";
import { intervals } from "./intervals.js";
import { drawn } from "./key.js";
import { discs } from "./marks.js";
import { baseOptions, drawings } from "./options.js";
import { faint } from "./palette.js";
import { find } from "./series.js";
import { counted } from "./telling.js";

const [ASIDE, UPWARD] = [0.12, 0.06]; // room beyond the ends of the axes
const HALF = 0.2; // of a median's bar
const SPREAD = 0.6; // points over which equal lines are laid apart
const GOLDEN = 0.618; // each next one lands where most room is left
const [LONE, LATE] = [1.5, 3]; // pixels

export function build({ data, options }, palette) {
  const [lines, late, medians] = ["line", "late", "median"].map((role) => find(data, role)?.data ?? []);
  const told = medians.filter(({ y }) => y !== null);
  const bars = told.map((median) => ({ ...median, from: median.x - HALF, to: median.x + HALF }));
  const words = options.x.words.map((name, place) => [name, `n = ${medians[place]?.n ?? 0}`]);
  return {
    entries: entries(data, palette),
    config: {
      type: "scatter",
      data: { datasets: [{ data: told }, { data: late }] },
      plugins: drawings(sessions(lines, palette), rings(late, palette), intervals(bars, palette)),
      options: baseOptions(
        palette,
        {
          x: numberAxis({ ...options.x, words }, palette, ASIDE),
          y: yAxis(options.y, palette, 5, UPWARD),
        },
        {
          title: ([{ raw }]) => (raw.n === undefined ? "" : options.x.words[raw.x]),
          label: ({ raw }) => describe(raw),
        },
      ),
    },
  };
}

/** The stretches of a line between its gaps, as places; one alone is a stretch of its own. */
export function stretches(scores) {
  const found = [];
  scores.forEach((score, place) => {
    if (score === null) return;
    if (place > 0 && scores[place - 1] !== null) found.at(-1).push(place);
    else found.push([place]);
  });
  return found;
}

/** How far up or down a line is laid, so that equal ones are all seen. */
export const shift = (index) => (((index * GOLDEN) % 1) - 0.5) * SPREAD;

const share = (count) => Math.min(0.3, Math.max(0.07, 8 / count));

function sessions(lines, palette) {
  const colour = faint(palette.pain, share(lines.length));
  return {
    below({ ctx, scales: { x, y } }) {
      const lone = [];
      ctx.save();
      ctx.strokeStyle = colour;
      ctx.lineWidth = 1.5;
      lines.forEach((scores, index) => {
        const high = shift(index);
        const at = (place) => [x.getPixelForValue(place), y.getPixelForValue(scores[place] + high)];
        ctx.beginPath(); // one for each, so that where many go the colour is deep
        for (const stretch of stretches(scores)) {
          ctx.moveTo(...at(stretch[0]));
          for (const place of stretch.slice(1)) ctx.lineTo(...at(place));
          if (stretch.length === 1) lone.push(at(stretch[0]));
        }
        ctx.stroke();
      });
      discs(ctx, lone.map(([left, top]) => ({ x: left, y: top, r: LONE })), { fill: colour });
      ctx.restore();
    },
  };
}

function rings(late, palette) {
  return {
    below({ ctx, scales: { x, y } }) {
      const at = (one) => ({ x: x.getPixelForValue(one.x), y: y.getPixelForValue(one.y), r: LATE });
      discs(ctx, late.map(at), { stroke: palette.text });
    },
  };
}

function entries(data, palette) {
  const [line, late, median] = ["line", "late", "median"].map((role) => find(data, role));
  const told = median?.data.filter(({ y }) => y !== null) ?? [];
  return [
    line?.data.length && [drawn.line(palette.worst, 1.5), "one session, equal ones laid apart"],
    late?.data.length && [drawn.dots(["none"], palette.text, LATE), late.label.toLowerCase()],
    told.length && [drawn.line(palette.relief, 3), "median"],
    told.some(({ low }) => low !== null) && [drawn.box(palette.interval), "95 % interval"],
  ].filter(Boolean);
}

const points = (value) => value.toFixed(1);

export function describe({ y, low, high, n, minutes }) {
  if (n === undefined) return `${y} / 10, ${after(minutes)} after, too late to count`;
  const range = low === null ? "interval not computable" : `95 % interval ${points(low)} to ${points(high)}`;
  return `Median ${points(y)} / 10 (${range}), ${counted(n, "answer")}`;
}

const HOUR = 60;

/** Minutes up to two hours, then hours. */
export const after = (minutes) =>
  minutes < 2 * HOUR ? `${minutes} min` : `${Math.round(minutes / HOUR)} h`;
