// Pain before against pain after, on the eleven by eleven scores: below the diagonal is less pain after.
// Once usual pain is known, it is a line, and the mean change stands in two parts below the diagonal.

import { numberAxis, yAxis } from "./axes.js";
import { bubbles, nested } from "./bubbles.js";
import { expected } from "./expected.js";
import { drawn } from "./key.js";
import { baseOptions, drawings } from "./options.js";
import { faint } from "./palette.js";
import { find } from "./series.js";
import { counted } from "./telling.js";

const SPARE = 0.05; // half a score on each side
const SCORES = 11;

export function build({ data, options }, palette) {
  const [pairs, late] = ["pair", "pair-late"].map((role) => find(data, role)?.data ?? []);
  const { filled, rings } = nested(pairs, late);
  const looks = [
    { fill: faint(palette.relief, 0.35), stroke: palette.relief },
    { stroke: palette.pain, width: 1.5 },
  ];
  const layers = [filled, rings].map((spots, index) => ({ spots, look: looks[index] }));
  const scales = {
    x: numberAxis(options.x, palette, SPARE),
    y: yAxis(options.y, palette, SCORES, SPARE),
  };
  const parts = expected(data, palette);
  return {
    entries: [...entries(data, looks), ...parts.entries],
    config: {
      type: "scatter",
      data: { datasets: [{ data: pairs }, { data: late, apart: find(data, "pair-late")?.label }] },
      plugins: drawings(diagonal(palette), bubbles(layers, palette, largest), parts),
      options: baseOptions(palette, scales, {
        title: ([{ raw }]) => `Pain before ${raw.x} / 10, after ${raw.y} / 10`,
        label: ({ raw, dataset }) => describe(raw, dataset.apart),
      }),
    },
  };
}

const largest = ({ width, height }) => Math.min(width, height) / SCORES / 2;

export const describe = ({ n }, apart) => counted(n, "session") + (apart ? `: ${lower(apart)}` : "");

const lower = (words) => words.charAt(0).toLowerCase() + words.slice(1);

function entries(data, [full, ring]) {
  const [pairs, late] = ["pair", "pair-late"].map((role) => find(data, role));
  return [
    pairs?.data.length && [drawn.dots([full.fill], full.stroke), `${pairs.label}, and how many`],
    late?.data.length && [drawn.ring(full.fill, ring.stroke), `ring: with those ${lower(late.label)}`],
  ].filter(Boolean);
}

/** The line of no change, and in the corners what the sides of it mean. */
function diagonal(palette) {
  return {
    below({ ctx, chartArea: { left, right, top, bottom } }) {
      ctx.save();
      ctx.strokeStyle = palette.text;
      ctx.setLineDash([4, 3]);
      ctx.beginPath();
      ctx.moveTo(left, bottom);
      ctx.lineTo(right, top);
      ctx.stroke();
      ctx.fillStyle = palette.text;
      ctx.font = `12px ${palette.font}`;
      ctx.textAlign = "right";
      ctx.fillText("less pain after", right - 6, bottom - 8);
      ctx.textAlign = "left";
      ctx.fillText("more pain after", left + 6, top + 16);
      ctx.translate(left + (right - left) * 0.8, bottom - (bottom - top) * 0.8);
      ctx.rotate(-Math.atan2(bottom - top, right - left));
      ctx.textAlign = "center";
      ctx.fillText("no change", 0, -5);
      ctx.restore();
    },
  };
}
