// Relief against angle or duration: one dot a session, coloured by the pain before it, filled by how well
// its angle is known, hollow if it is from memory, entered late or not the day's first; over them, once
// there are enough, each bin's mean. `more` is what somebody asked to see besides, such as a curve.

import { numberAxis, yAxis } from "./axes.js";
import { intervals } from "./intervals.js";
import { drawn, HOLLOW } from "./key.js";
import { baseOptions, drawings } from "./options.js";
import { apart, fan, kindOf, reliefDots, SOURCES } from "./relief_dots.js";
import { find } from "./series.js";

const FAN_STEP = 0.0125; // of the axis: about half a dot
const [SMALL, LARGE] = [4, 5]; // radius on a phone and on a desk, in pixels
const NARROW = 500;

export function build({ data, options, more }, palette, { width }) {
  const sessions = find(data, "relief")?.data ?? [];
  const means = find(data, "mean")?.data ?? [];
  const dots = apart(fan(sessions, (options.x.max - options.x.min) * FAN_STEP));
  const asked = more?.(palette);
  const scales = { x: numberAxis(options.x, palette), y: reliefAxis(options.y, palette) };
  return {
    entries: [...entries(data, palette), ...(asked?.entries ?? [])],
    config: {
      type: "scatter",
      data: { datasets: [{ data: means }, { data: dots }] },
      plugins: drawings(
        intervals(means, palette),
        reliefDots(dots, width < NARROW ? SMALL : LARGE, palette),
        ...(asked ? [asked] : []),
      ),
      options: baseOptions(palette, scales, {
        title: () => "",
        label: ({ raw }) => describe(raw, options.x),
      }),
    },
  };
}

function reliefAxis(y, palette) {
  const axis = yAxis(y, palette);
  // The line of "no change" is the one that the eye compares with.
  axis.grid.color = ({ tick }) => (tick?.value === 0 ? palette.text : palette.grid);
  return axis;
}

function entries(data, palette) {
  const [relief, mean] = ["relief", "mean"].map((role) => find(data, role));
  const kinds = new Set(relief?.data.map(kindOf));
  const color = palette.ramp[7];
  const samples = [1, 5, 9].map((before) => palette.ramp[before]);
  const hasSources = relief?.data.some(({ fill }) => fill !== undefined);
  return [
    relief?.data.length && [drawn.dots(samples, palette.rampEdge, 3.5), `${relief.label}, deeper with more pain before`],
    ...SOURCES.map(([kind, words, draw]) => hasSources && kinds.has(kind) && [draw(color), words]),
    kinds.has("late") && [drawn.dots(["none"], color), HOLLOW],
    mean?.data.length && [drawn.line(palette.relief, 3), mean.label],
    mean?.data.some(({ low }) => low !== null) && [drawn.box(palette.interval), "95 % interval"],
    mean?.data.some(({ pooled }) => typeof pooled === "number") && [drawn.stem(palette.pain), TOGETHER],
  ].filter(Boolean);
}

const points = (value) => (Math.round(value * 10) / 10).toFixed(1);

const TOGETHER = "mean drawn towards all groups, with its 95 % interval";
const ANGLES = ["a guess", "by a mark on the table", "measured by the phone"];
const range = (low, high) =>
  typeof low === "number" ? ` (95 % interval ${points(low)} to ${points(high)})` : "";

export function describe(raw, x) {
  if (raw.from !== undefined) return describeMean(raw);
  const rated = `relief ${raw.rated ?? raw.y} points, pain before ${raw.before} / 10`;
  const apartFrom = raw.late ? ", from memory, entered late, or not the day's first" : "";
  const lines = [
    `${x.title} ${raw.exact}: ${rated}${apartFrom}`,
    raw.rated !== undefined && `Read at one pain before: ${points(raw.y)} points`,
    raw.fill !== undefined && `Angle ${ANGLES[raw.fill]}`,
    raw.below && `${raw.below} more at this place`,
  ].filter(Boolean);
  return lines.length > 1 ? lines : lines[0];
}

function describeMean({ y, low, high, n, pooled, pooled_low: from, pooled_high: to }) {
  const mean = `Mean relief ${points(y)} points${range(low, high)}, ${n} sessions`;
  if (typeof pooled !== "number") return mean;
  return [mean, `Drawn towards all groups: ${points(pooled)} points${range(from, to)}`];
}
