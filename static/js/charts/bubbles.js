// Bubbles whose area is how often something was there, with a number inside where it has room. A ring
// round a bubble takes in what averages leave out; alone it is hollow.

import { discs } from "./marks.js";

const LEAST = 2; // pixels: a bubble of one is still seen
const PER_LETTER = 3.2; // radius that a letter inside needs
const LEGIBLE = 7;
const TWO_LINES = 14.5;

const FEW = 4; // until something was there that often, no bubble is the largest

/** Area, not width, grows with the count. */
export const radius = (count, highest, most) =>
  Math.max(LEAST, most * Math.sqrt(count / Math.max(FEW, highest)));

/** Spots {x, y, n} that are counted, and rings for all there is where some are left out. */
export function nested(counted, apart) {
  const place = ({ x, y }) => `${x} ${y}`;
  const counts = new Map(counted.map((spot) => [place(spot), spot.n]));
  return {
    filled: counted.map(({ x, y, n }) => ({ x, y, size: n, text: String(n) })),
    rings: apart.map(({ x, y, n }) => ({ x, y, size: n + (counts.get(place({ x, y })) ?? 0) })),
  };
}

/**
 * `layers` are [{spots: [{x, y, size, text, under}], look: {fill, stroke, width, ink}}] in data units, drawn in
 * turn; `most(area)` is the radius of the largest bubble of all.
 */
export function bubbles(layers, palette, most) {
  const highest = Math.max(0, ...layers.flatMap(({ spots }) => spots.map(({ size }) => size)));
  return {
    above({ ctx, chartArea, scales: { x, y } }) {
      const largest = most(chartArea);
      const placed = layers.map(({ spots, look }) => ({
        look,
        spots: spots
          .map(({ size, text, under, ...spot }) => ({
            x: x.getPixelForValue(spot.x),
            y: y.getPixelForValue(spot.y),
            r: radius(size, highest, largest),
            text,
            under,
          }))
          .sort((one, other) => other.r - one.r),
      }));
      ctx.save();
      for (const { spots, look } of placed) discs(ctx, spots, look);
      for (const { spots, look } of placed) writeInside(ctx, spots, look.ink ?? palette.pain, palette.font);
      ctx.restore();
    },
  };
}

function writeInside(ctx, placed, ink, font) {
  ctx.fillStyle = ink;
  ctx.font = `11px ${font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  for (const { x, y, r, text, under } of placed) {
    if (!text || r < Math.max(LEGIBLE, PER_LETTER * text.length)) continue;
    const hasTwo = under && r >= TWO_LINES;
    ctx.fillText(text, x, y + (hasTwo ? -4.5 : 0.5));
    if (hasTwo) ctx.fillText(under, x, y + 6.5);
  }
}
