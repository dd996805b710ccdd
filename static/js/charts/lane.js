// The lane below the ground line where sessions stand, so that they never hide a low score.

import { drawn } from "./key.js";
import { bars, triangles } from "./marks.js";
import { boxes } from "./series.js";

export const LANE = 16; // pixels
const TALL = 10;
const FROM_GROUND = 3;
const MOST = 7; // sessions in a week at which a bar fills the lane
const WIDE = 3; // pixels a day: narrower, triangles would run into each other

const areTriangles = (session, perDay) => session.step === 1 && perDay >= WIDE;

export function sessions(session, palette, perDay) {
  const marks = session ? boxes(session) : [];
  if (!marks.length) return { entries: [] };
  const shape = areTriangles(session, perDay) ? drawn.mark : drawn.bars;
  return {
    entries: [[shape(palette.session), session.label]],
    above(chart) {
      const { ctx, chartArea, scales: { x } } = chart;
      const ground = chartArea.bottom + FROM_GROUND + TALL;
      ctx.save();
      ctx.beginPath();
      ctx.rect(chartArea.left - 5, chartArea.bottom, chartArea.width + 10, LANE);
      ctx.clip();
      if (areTriangles(session, perDay)) {
        const places = marks.map(({ from, to }) => x.getPixelForValue((from + to) / 2));
        triangles(ctx, places, { fill: palette.session, ground, half: half(perDay), tall: TALL });
      } else {
        bars(ctx, marks, x, { fill: palette.session, ground, tall: ({ high }) => tall(high, session.step) });
      }
      ctx.restore();
    },
  };
}

const half = (perDay) => Math.min(5, perDay / 2 + 1.5);

/** A day's bar is whole; a week's grows with its sessions. */
export const tall = (sessions, step) => (step === 1 ? TALL : TALL * Math.min(1, (sessions + 1) / (MOST + 1)));
