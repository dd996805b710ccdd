// What the tests of charts share: a palette of names, series, and a canvas that notes what is asked of it.

import { readPalette } from "../../static/js/charts/palette.js";

export const palette = readPalette({ getPropertyValue: (name) => ` ${name} ` });

export const regular = (role, data, { x0 = 0, step = 1, ...more } = {}) => ({
  label: role,
  role,
  x0,
  step,
  data,
  ...more,
});

/** A 2d context that keeps each call and assignment as [name, ...arguments]. */
export function canvas() {
  const calls = [];
  const ctx = new Proxy(
    {},
    {
      get: (_, name) => (...args) => {
        calls.push([name, ...args]);
        return name === "measureText" ? { width: args[0].length * 6 } : undefined;
      },
      set: (_, name, value) => calls.push([name, value]) > 0,
    },
  );
  return { ctx, calls, named: (name) => calls.filter(([called]) => called === name) };
}

/** A chart whose pixels are its values, for layers to draw on. */
export function chartOn(ctx) {
  const same = { getPixelForValue: (value) => value, left: 0 };
  const chartArea = { left: 0, right: 400, top: 20, bottom: 200, width: 400, height: 180 };
  return { ctx, chartArea, scales: { x: same, y: same } };
}
