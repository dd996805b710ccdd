// Two things of the person's choice against each other: a bubble for each pair of values, as large as
// the number of days that have it. No line and no number beside it: side by side is all that is said.

import { numberAxis, yAxis } from "./axes.js";
import { bubbles, nested } from "./bubbles.js";
import { drawn } from "./key.js";
import { baseOptions, drawings } from "./options.js";
import { faint } from "./palette.js";
import { find } from "./series.js";
import { counted } from "./telling.js";

const SPARE = 0.06;
const APART = "entered over a day late";

export function build({ data, options }, palette) {
  const days = find(data, "day")?.data ?? [];
  const [late, prompt] = [true, false].map((is) => days.filter((day) => Boolean(day.late) === is));
  const { filled, rings } = nested(prompt, late);
  const looks = [
    { fill: faint(palette.pain, 0.25), stroke: palette.text },
    { stroke: palette.pain },
  ];
  const layers = [filled, rings].map((spots, index) => ({ spots, look: looks[index] }));
  const scales = {
    x: numberAxis(options.x, palette, SPARE),
    y: yAxis(options.y, palette, 6, SPARE),
  };
  return {
    entries: entries(prompt, late, looks, palette),
    config: {
      type: "scatter",
      data: { datasets: [{ data: days }] },
      plugins: drawings(bubbles(layers, palette, largest(days, options))),
      options: baseOptions(palette, scales, {
        title: ([{ raw }]) => [valueOn(options.x, raw.x), valueOn(options.y, raw.y)],
        label: ({ raw }) => describe(raw),
      }),
    },
  };
}

const [LEAST, MOST] = [4, 15]; // pixels

/** As large as neighbours leave room, taking both directions together. */
const largest = (days, { x, y }) => ({ width, height }) => {
  const room = (width * finest(days, "x") * height * finest(days, "y")) / (x.max - x.min) / (y.max - y.min);
  return Math.max(LEAST, Math.min(MOST, Math.sqrt(room) * 0.6));
};

/** The least distance between two values that occur. */
export function finest(days, field) {
  const values = [...new Set(days.map((day) => day[field]))].sort((one, other) => one - other);
  return Math.min(1, ...values.slice(1).map((value, index) => value - values[index]));
}

function entries(prompt, late, [full], palette) {
  const highest = Math.max(0, ...[...prompt, ...late].map(({ n }) => n));
  return [
    highest && [drawn.dots([full.fill], full.stroke), "days with both"],
    highest > 1 && [drawn.sizes(palette.text), `1 to ${counted(highest, "day")}`],
    late.length && [drawn.ring(full.fill, full.stroke), `ring: with days ${APART}`],
  ].filter(Boolean);
}

const valueOn = ({ title, words }, value) => `${title}: ${words?.[value] ?? value}`;

export const describe = ({ n, late }) => counted(n, "day") + (late ? `: ${APART}` : "");
