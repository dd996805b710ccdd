// Pain by day: the average as an ink line with its gaps, the worst thin behind it, ratings as dots,
// sessions as marks on the ground line.

import { baseOptions, writeX, xAxis, yAxis } from "./axes.js";

const LOOKS = {
  worst: (palette) => ({ borderColor: palette.worst, borderWidth: 1, order: 4 }),
  pain: (palette) => ({ borderColor: palette.pain, borderWidth: 2, order: 2 }),
  rating: (palette) => ({ ...dots(palette.pain, 2), order: 1 }),
  session: (palette) => ({ ...dots(palette.session, 5), pointStyle: "triangle", order: 0 }),
};

function dots(color, pointRadius) {
  return {
    showLine: false,
    clip: 8, // marks at the edge of the plot stay whole
    pointRadius,
    pointHoverRadius: pointRadius + 2,
    pointBackgroundColor: color,
    pointBorderColor: color,
  };
}

/** A day with a value between two days without one would vanish from a line; it gets a dot. */
export function isAlone(points, index) {
  const there = (i) => points[i] !== undefined && points[i].y !== null;
  return there(index) && !there(index - 1) && !there(index + 1);
}

function line(dataset, palette) {
  const color = palette[dataset.role];
  return {
    pointRadius: dataset.data.map((_, index) => (isAlone(dataset.data, index) ? 1.5 : 0)),
    pointHoverRadius: 4,
    pointHitRadius: 8,
    pointBackgroundColor: color,
    pointBorderColor: color,
    spanGaps: false,
  };
}

export function trend({ data, options }, palette) {
  const datasets = data.datasets.map((dataset) => ({
    ...(dataset.role in palette && line(dataset, palette)),
    ...dataset,
    ...LOOKS[dataset.role](palette),
  }));
  const scales = { x: xAxis(options.x, palette), y: yAxis(options.y, palette, 2) };
  return {
    type: "line",
    data: { datasets },
    options: baseOptions(palette, scales, {
      title: ([item]) => writeX(options.x, item.parsed.x),
      label: ({ dataset, raw }) => describe(dataset, raw),
    }),
  };
}

export function describe({ role, label }, { y, n }) {
  if (role === "session") return n === 1 ? "1 session" : `${n} sessions`;
  return `${label}: ${y} / 10`;
}
