// Angle against time at angle: a bubble for each setting, as large as it was often used, and as deep in
// teal as its mean relief; grey where too few sessions are rated to tell a mean.

import { numberAxis, yAxis } from "./axes.js";
import { bubbles } from "./bubbles.js";
import { drawn } from "./key.js";
import { baseOptions, drawings } from "./options.js";
import { faint } from "./palette.js";
import { find } from "./series.js";
import { counted } from "./telling.js";

const SPARE = 0.05;
const DEPTHS = [0, 0.25, 0.5, 0.75, 1]; // up to 0, 1, 2, 3 points of relief, and more

/** Which depth a mean relief has: one for each whole point, from none to more than three. */
export const depth = (mean) => Math.max(0, Math.min(DEPTHS.length - 1, Math.ceil(mean)));

const signed = (value) => {
  const text = (Math.round(value * 10) / 10).toFixed(1);
  return Number(text) > 0 ? `+${text}` : text;
};

/** What a bubble tells: the mean drawn towards all settings, or where one stands alone its own. */
const drawnMean = ({ mean, pooled }) => pooled ?? mean;

export function layersOf(cells, palette) {
  const few = cells.filter(({ mean }) => mean === null);
  const told = DEPTHS.map((share, index) => ({
    spots: cells.filter((cell) => cell.mean !== null && depth(drawnMean(cell)) === index),
    look: look(share, palette),
  }));
  return [{ spots: few, look: grey(palette) }, ...told].map(({ spots, look: seen }) => ({
    look: seen,
    spots: spots.map(({ x, y, sessions, ...cell }) => ({
      x,
      y,
      size: sessions,
      text: cell.mean === null ? "" : signed(drawnMean(cell)),
      under: `n ${cell.n}`,
    })),
  }));
}

const look = (share, palette) => ({
  fill: share ? faint(palette.relief, share) : palette.ground,
  stroke: palette.relief,
  ink: share > 0.5 ? palette.ground : palette.pain,
});
const grey = (palette) => ({ stroke: palette.worst, width: 1.5 });

export function build({ data, options }, palette) {
  const cells = find(data, "cell")?.data ?? [];
  const scales = {
    x: numberAxis(options.x, palette, SPARE),
    y: yAxis(options.y, palette, 9, SPARE),
  };
  return {
    entries: entries(cells, palette),
    config: {
      type: "scatter",
      data: { datasets: [{ data: cells }] },
      plugins: drawings(bubbles(layersOf(cells, palette), palette, largest(options))),
      options: baseOptions(palette, scales, {
        title: ([{ raw }]) => `${raw.y}°, ${raw.x} min`,
        label: ({ raw }) => describe(raw),
      }),
    },
  };
}

function entries(cells, palette) {
  if (!cells.length) return [];
  const highest = Math.max(...cells.map(({ sessions }) => sessions));
  const depths = DEPTHS.slice(0, 4).map((share) => look(share, palette).fill);
  return [
    highest > 1 && [drawn.sizes(palette.text), `1 to ${counted(highest, "session")}`],
    cells.some(({ mean }) => mean !== null) && [
      drawn.dots(depths, palette.relief, 2.7),
      "mean relief, drawn towards all settings, of 0 or less, up to 1, 2, 3 points and more",
    ],
    cells.some(({ mean }) => mean === null) && [
      drawn.dots(["none"], palette.worst, 4.5, 1.5),
      "too few rated for a mean",
    ],
  ].filter(Boolean);
}

const LARGEST = 18; // pixels
const ROW_DEG = 5;
const COLUMN_MIN = 0.5;
const SPARED = 2; // rows and columns

/** So large that rows of five degrees and columns of half a minute hardly touch. */
const largest = ({ x, y }) => ({ height, width }) =>
  Math.min(
    LARGEST,
    (height / (y.max / ROW_DEG + SPARED)) * 0.6,
    (width / (x.max / COLUMN_MIN + SPARED)) * 0.5,
  );

/** How often, and the mean with its interval and n, or what is missing. */
export function describe({ sessions, n, mean, low, high, pooled, pooled_low: from, pooled_high: to }) {
  const often = counted(sessions, "session");
  if (mean === null) return [often, `${n} rated both before and after: too few for a mean`];
  const told = `Mean relief ${signed(mean)} points${range(low, high)}, ${counted(n, "session")}`;
  if (typeof pooled !== "number") return [often, told];
  return [often, told, `Drawn towards all settings: ${signed(pooled)} points${range(from, to)}`];
}

const range = (low, high) =>
  typeof low === "number" ? ` (95 % interval ${signed(low)} to ${signed(high)})` : "";
