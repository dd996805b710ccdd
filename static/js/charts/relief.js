// Relief against angle or duration: one dot a session, coloured by the pain before it, hollow if it is
// from memory, entered late or not the day's first; over them, once there are enough, each bin's mean.

import { numberAxis, yAxis } from "./axes.js";
import { intervals } from "./intervals.js";
import { drawn, HOLLOW } from "./key.js";
import { discs } from "./marks.js";
import { baseOptions, drawings } from "./options.js";
import { find } from "./series.js";

const FAN_STEP = 0.0125; // of the axis: about half a dot
const FAN_STEPS = 2; // 2.25 degrees in all: less than half way to the next 5
const [SMALL, LARGE] = [4, 5]; // radius on a phone and on a desk, in pixels
const NARROW = 500;

export function build({ data, options }, palette, { width }) {
  const sessions = find(data, "relief")?.data ?? [];
  const means = find(data, "mean")?.data ?? [];
  const dots = apart(fan(sessions, (options.x.max - options.x.min) * FAN_STEP));
  const scales = { x: numberAxis(options.x, palette), y: reliefAxis(options.y, palette) };
  return {
    entries: entries(data, palette),
    config: {
      type: "scatter",
      data: { datasets: [{ data: means }, { data: dots }] },
      plugins: drawings(intervals(means, palette), reliefDots(dots, width < NARROW ? SMALL : LARGE, palette)),
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

/**
 * Equal dots would hide each other: move them apart sideways by turns, the first stays. However many
 * there are, none goes further than FAN_STEPS steps, or it would stand at another angle.
 */
export function fan(dots, step) {
  const seen = new Map();
  return dots.map((dot) => {
    const place = `${dot.x} ${dot.y}`;
    const turn = seen.get(place) ?? 0;
    seen.set(place, turn + 1);
    const side = turn % 2 ? 1 : -1;
    const away = turn && ((Math.ceil(turn / 2) - 1) % FAN_STEPS) + 1;
    return { ...dot, exact: dot.x, x: dot.x + side * away * step };
  });
}

/** Of dots that still stand on one place only the last is seen; it tells how many are below it. */
export function apart(dots) {
  const places = new Map();
  for (const dot of dots) {
    const place = `${dot.x} ${dot.y}`;
    places.set(place, { ...dot, below: (places.get(place)?.below ?? -1) + 1 });
  }
  return [...places.values()].sort((one, other) => one.x - other.x); // Chart.js looks up by halving
}

/** A path for each colour of full dots and of rings, deepest pain last. */
function reliefDots(dots, r, palette) {
  return {
    below({ ctx, scales: { x, y } }) {
      for (const late of [true, false]) {
        palette.ramp.forEach((color, score) => {
          const found = dots.filter((dot) => dot.before === score && Boolean(dot.late) === late);
          const spots = found.map((dot) => ({
            x: x.getPixelForValue(dot.x),
            y: y.getPixelForValue(dot.y),
            r,
          }));
          const look = { fill: color, stroke: palette.rampEdge };
          discs(ctx, spots, late ? { stroke: color, width: 2 } : look);
        });
      }
    },
  };
}

function entries(data, palette) {
  const [relief, mean] = ["relief", "mean"].map((role) => find(data, role));
  const samples = [1, 5, 9].map((before) => palette.ramp[before]);
  return [
    relief?.data.length && [drawn.dots(samples, palette.rampEdge, 3.5), relief.label],
    relief?.data.some(({ late }) => late) && [drawn.dots(["none"], palette.ramp[7]), HOLLOW],
    mean?.data.length && [drawn.line(palette.relief, 3), mean.label],
    mean?.data.some(({ low }) => low !== null) && [drawn.box(palette.interval), "95 % interval"],
  ].filter(Boolean);
}

const points = (value) => (Math.round(value * 10) / 10).toFixed(1);

export function describe(raw, x) {
  if (raw.from !== undefined) {
    const range = raw.low === null ? "" : ` (95 % interval ${points(raw.low)} to ${points(raw.high)})`;
    return `Mean relief ${points(raw.y)} points${range}, ${raw.n} sessions`;
  }
  const apartFrom = raw.late ? ", from memory, entered late, or not the day's first" : "";
  const was = `${x.title} ${raw.exact}: relief ${raw.y} points, pain before ${raw.before} / 10`;
  const session = was + apartFrom;
  return raw.below ? [session, `${raw.below} more at this place`] : session;
}
