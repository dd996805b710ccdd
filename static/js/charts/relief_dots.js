// The dots of a chart of relief: fanned out where they would hide each other, coloured by the pain before
// the session, filled by how well its angle is known.

import { drawn } from "./key.js";
import { discs, paint } from "./marks.js";

const FAN_STEPS = 2; // 2.25 degrees in all: less than half way to the next 5

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

const KINDS = ["late", "guess", "mark", "full"];

/** How a dot is filled: the angle of a full one was measured, or does not matter here. */
export const kindOf = ({ late, fill = 2 }) => (late ? "late" : KINDS[fill + 1]);

/** A path for each colour and each kind of dot, deepest pain last. */
export function reliefDots(dots, r, palette) {
  return {
    below({ ctx, scales: { x, y } }) {
      for (const kind of KINDS) {
        palette.ramp.forEach((color, score) => {
          const found = dots.filter((dot) => dot.before === score && kindOf(dot) === kind);
          const spots = found.map((dot) => ({
            x: x.getPixelForValue(dot.x),
            y: y.getPixelForValue(dot.y),
            r,
          }));
          if (kind === "full") return discs(ctx, spots, { fill: color, stroke: palette.rampEdge });
          if (kind === "guess") discs(ctx, spots.map((spot) => ({ ...spot, r: r / 2 })), { fill: color });
          if (kind === "mark") halves(ctx, spots, { fill: color });
          discs(ctx, spots, { stroke: color, width: kind === "late" ? 2 : 1.5 });
        });
      }
    },
  };
}

function halves(ctx, spots, look) {
  ctx.beginPath();
  for (const { x, y, r } of spots) {
    ctx.moveTo(x, y + r);
    ctx.arc(x, y, r, Math.PI / 2, -Math.PI / 2);
  }
  paint(ctx, look);
}

/** Kinds of dots by what is known of their angle, as the key draws them. */
export const SOURCES = [
  ["guess", "angle a guess", (color) => drawn.ring(color, color)],
  ["mark", "angle by a mark on the table", (color) => [
    ...drawn.dots(["none"], color, 4.5, 1.5),
    ["path", { d: "M12 1.5a4.5 4.5 0 0 0 0 9Z", fill: color }],
  ]],
  ["full", "angle measured by the phone", (color) => drawn.dots([color], color)],
];
