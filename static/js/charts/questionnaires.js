// Scores of questionnaires, each on a row and a scale of its own that says which way is less trouble.
// A line joins two scores only where none was left out between them; labels stand alone.

import { dayAxis, evenTicks, stacked, yAxis } from "./axes.js";
import { discs } from "./marks.js";
import { baseOptions, drawings } from "./options.js";
import { writeWeekday } from "./calendar.js";

const NOON = 0.5;
const MOST_TICKS = 3;
const HEADROOM = 0.35; // of the row, where its name stands
const FOOTROOM = 0.08;
const WIDE = 600; // pixels from which on every label has room
const LABELS_WEIGH = 2; // rows, where they stand beside it
const RADIUS = 3.5;
const LATE = 1.5; // times the usual days between two: more, and one was left out

export function build({ data: { datasets }, options: { rows } }, palette, { view, width }) {
  const scales = { x: dayAxis(view, palette) };
  // Chart.js stacks axes from the ground up.
  const isWide = width >= WIDE;
  for (const { role } of [...datasets].reverse()) scales[role] = rowAxis(rows[role], palette, isWide);
  return {
    entries: [],
    config: {
      type: "scatter",
      data: {
        datasets: datasets.map(({ role, data }) => ({
          yAxisID: role,
          data: data.map(({ x, y }) => ({ x: x + NOON, y })),
        })),
      },
      plugins: drawings(scores(datasets, rows, palette, isWide)),
      options: baseOptions(
        palette,
        scales,
        {
          title: ([{ raw }]) => writeWeekday(raw.x),
          label: ({ datasetIndex, raw }) => describe(datasets[datasetIndex], rows, raw.y),
        },
        {
          interaction: { mode: "nearest", axis: "x", intersect: false },
          layout: { padding: { right: 2 * RADIUS } },
        },
      ),
    },
  };
}

function rowAxis(row, palette, isWide) {
  const size = row.high - row.low;
  const axis = yAxis({ min: row.low - size * FOOTROOM, max: row.high + size * HEADROOM }, palette);
  axis.afterBuildTicks = (scale) => {
    scale.ticks = ticks(row, isWide);
  };
  return { ...stacked(axis), stackWeight: row.words && isWide ? LABELS_WEIGH : 1 };
}

/** Labels where there is room for them; else numbers, and the row's name says what they are. */
export function ticks({ low, high, words }, isWide) {
  if (!words) return evenTicks(low, high, MOST_TICKS).map((value) => ({ value }));
  if (isWide) return words.map((label, index) => ({ value: low + index, label }));
  return [low, (low + high) / 2, high].map((value) => ({ value }));
}

/** What stands over a row: which way is less trouble, or what the outermost labels are. */
export function nameOf(label, { direction, low, high, words }, isWide) {
  if (!words) return `${label}: ${direction}`;
  return isWide ? label : `${label}: ${low} ${words[0]}, ${high} ${words.at(-1)}`;
}

/** Scores with no questionnaire left out between them, as runs; labels make none. */
export function runs(points, { every, words }) {
  if (words) return [];
  const found = [];
  points.forEach((point, index) => {
    const before = points[index - 1];
    if (before && point.x - before.x <= LATE * every) found.at(-1).push(point);
    else found.push([point]);
  });
  return found;
}

/** Dots shrink where many stand side by side. */
export const radius = (room) => Math.max(1.5, Math.min(RADIUS, room / 2));

export function describe({ label, role }, rows, score) {
  const { words, low, high, decimals } = rows[role];
  return `${label}: ${words ? words[score - low] : `${score.toFixed(decimals)} / ${high}`}`;
}

function scores(datasets, rows, palette, isWide) {
  return {
    below({ ctx, scales }) {
      ctx.save();
      ctx.font = `12px ${palette.font}`;
      for (const { role, label, data } of datasets) {
        const { x, [role]: y } = scales;
        const at = (point) => [x.getPixelForValue(point.x + NOON), y.getPixelForValue(point.y)];
        ctx.strokeStyle = palette.pain;
        ctx.lineWidth = 1;
        ctx.beginPath();
        for (const [first, ...rest] of runs(data, rows[role])) {
          ctx.moveTo(...at(first));
          for (const point of rest) ctx.lineTo(...at(point));
        }
        ctx.stroke();
        const r = radius((x.right - x.left) / data.length);
        const spots = data.map(at).map(([left, top]) => ({ x: left, y: top, r }));
        discs(ctx, spots, { fill: palette.pain });
        ctx.fillStyle = palette.text;
        ctx.fillText(nameOf(label, rows[role], isWide), x.left, y.top + 12);
      }
      ctx.restore();
    },
  };
}
