// What of the mean change is expected without any effect, and what is left: two bars under one another at
// the mean pain before, from the line of no change downwards. Usual pain is a line across.

import { drawn } from "./key.js";
import { find } from "./series.js";

const BAR = 7; // pixels
const HALO = 1.5;

export function expected(data, palette) {
  const [usual, settling, left] = ["usual", "settling", "left"].map((role) => find(data, role));
  if (!usual) return { entries: [] };
  return {
    entries: [
      [drawn.line(palette.pain, 1.5, "2 3"), usual.label],
      [drawn.box(palette.worst), settling.label],
      [drawn.box(palette.relief), left.label],
    ],
    above({ ctx, chartArea: { top, bottom, left: edge, right }, scales: { x, y } }) {
      const at = x.getPixelForValue(usual.data[0].x);
      ctx.save();
      ctx.strokeStyle = palette.pain;
      ctx.setLineDash([2, 3]);
      ctx.beginPath();
      ctx.moveTo(at, top);
      ctx.lineTo(at, bottom);
      ctx.stroke();
      ctx.fillStyle = palette.pain;
      ctx.font = `12px ${palette.font}`;
      const isRight = at > (edge + right) / 2;
      ctx.textAlign = isRight ? "right" : "left";
      ctx.fillText("usual pain", at + (isRight ? -5 : 5), top + 32);
      const [one, other] = [settling.data[0], left.data[0]];
      if (other.low !== null) {
        ctx.fillStyle = palette.interval;
        ctx.fillRect(...box(other.x, other.low, other.high, BAR * 2, x, y));
      }
      for (const [part, fill] of [[one, palette.worst], [other, palette.relief]]) {
        const [first, from, width, tall] = box(part.x, part.from, part.y, BAR, x, y);
        ctx.fillStyle = palette.ground;
        ctx.fillRect(first - HALO, from - HALO, width + 2 * HALO, tall + 2 * HALO);
        ctx.fillStyle = fill;
        ctx.fillRect(first, from, width, tall);
      }
      ctx.restore();
    },
  };
}

/** From one score to another, whichever is higher. */
function box(place, one, other, width, x, y) {
  const [from, to] = [one, other].map((value) => y.getPixelForValue(value)).sort((a, b) => a - b);
  return [x.getPixelForValue(place) - width / 2, from, width, to - from];
}
