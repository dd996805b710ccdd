// Shapes drawn many at a time: one path and one fill for all, where a chart's own points cost each.

const ROUND = 2 * Math.PI;

/** Discs or rings: `look` is {fill, stroke, width}; spots are {x, y, r} in pixels. */
export function discs(ctx, spots, { fill, stroke, width = 1 }) {
  ctx.beginPath();
  for (const { x, y, r } of spots) {
    ctx.moveTo(x + r, y);
    ctx.arc(x, y, r, 0, ROUND);
  }
  paint(ctx, { fill, stroke, width });
}

/** Bars standing on `ground`, as high as `tall` says; their edges are whole weeks or days. */
export function bars(ctx, boxes, x, { fill, ground, tall }) {
  ctx.beginPath();
  for (const box of boxes) {
    const [left, width] = span(box, x);
    const height = tall(box);
    ctx.rect(left, ground - height, width, height);
  }
  paint(ctx, { fill });
}

const GAP = 1; // between two bars, where there is room for it
const ROOM = 4;
const WIDEST = 48; // a single week is a bar, not a wall

/** Where a bar begins, and how wide it is, in pixels. */
export function span({ from, to }, x) {
  const left = x.getPixelForValue(from);
  const room = x.getPixelForValue(to) - left;
  const width = room < ROOM ? room : Math.min(WIDEST, room - GAP);
  return [left + (room - width) / 2, width];
}

/** Triangles standing on `ground`, as the marks of sessions. */
export function triangles(ctx, places, { fill, ground, half, tall }) {
  ctx.beginPath();
  for (const x of places) {
    ctx.moveTo(x, ground - tall);
    ctx.lineTo(x + half, ground);
    ctx.lineTo(x - half, ground);
  }
  paint(ctx, { fill });
}

/** Fill and stroke what was outlined. */
export function paint(ctx, { fill, stroke, width }) {
  if (fill) {
    ctx.fillStyle = fill;
    ctx.fill();
  }
  if (stroke) {
    ctx.strokeStyle = stroke;
    ctx.lineWidth = width;
    ctx.stroke();
  }
}
