// Relief against angle or duration: one dot a session, coloured by the pain before it, hollow if it is
// from memory, entered late or not the day's first; over them, once there are enough, each bin's mean.

import { baseOptions, xAxis, yAxis } from "./axes.js";
import { intervals } from "./intervals.js";

export function relief({ data, options }, palette) {
  const scales = { x: xAxis(options.x, palette), y: reliefAxis(options.y, palette) };
  return {
    type: "scatter",
    data: { datasets: data.datasets.map((dataset) => dress(dataset, options.x, palette)) },
    plugins: [intervals(palette)],
    options: baseOptions(palette, scales, {
      title: () => "",
      label: ({ dataset, raw }) => describe(dataset, raw, options.x),
    }),
  };
}

function reliefAxis(y, palette) {
  const axis = yAxis(y, palette, 5);
  // The line of "no change" is the one that the eye compares with.
  axis.grid.color = ({ tick }) => (tick?.value === 0 ? palette.text : palette.grid);
  return axis;
}

function dress(dataset, x, palette) {
  if (dataset.role === "mean") return { ...dataset, ...MEAN };
  const data = fan(dataset.data, (x.max - x.min) * FAN_STEP);
  return { ...dataset, data, ...session(data, palette) };
}

/**
 * Equal dots would hide each other: move them apart sideways by turns, the first stays. However many
 * there are, none goes further than FAN_STEPS steps, or it would stand at another angle.
 */
export function fan(dots, step) {
  const seen = new Map();
  const moved = dots.map((dot) => {
    const place = `${dot.x} ${dot.y}`;
    const turn = seen.get(place) ?? 0;
    seen.set(place, turn + 1);
    const side = turn % 2 ? 1 : -1;
    const away = turn && ((Math.ceil(turn / 2) - 1) % FAN_STEPS) + 1;
    return { ...dot, exact: dot.x, x: dot.x + side * away * step };
  });
  return moved.sort((one, other) => one.x - other.x); // Chart.js looks dots up by halving
}

const FAN_STEP = 0.0125; // of the axis: about half a dot
const FAN_STEPS = 2; // 2.25 degrees in all: less than half way to the next 5

// The means themselves are drawn by the plugin; here they only answer the finger.
const MEAN = { order: 0, pointRadius: 0, pointHoverRadius: 0, pointHitRadius: 16 };

function session(points, palette) {
  const colors = points.map(({ before }) => palette.ramp[before] ?? palette.text);
  return {
    order: 1,
    pointRadius: 5,
    pointHoverRadius: 7,
    pointBackgroundColor: points.map(({ late }, i) => (late ? "transparent" : colors[i])),
    pointBorderColor: points.map(({ late }, i) => (late ? colors[i] : palette.rampEdge)),
    pointBorderWidth: points.map(({ late }) => (late ? 2 : 1)),
  };
}

const points = (value) => (Math.round(value * 10) / 10).toFixed(1);

export function describe({ role }, raw, x) {
  if (role !== "mean") {
    const apart = raw.late ? ", from memory, entered late, or not the day's first" : "";
    return `${x.title} ${raw.exact}: relief ${raw.y}, pain before ${raw.before} / 10${apart}`;
  }
  const range = raw.low === null ? "" : ` (95 % interval ${points(raw.low)} to ${points(raw.high)})`;
  return `Mean relief ${points(raw.y)}${range}, ${raw.n} sessions`;
}
