// Treatment changes: thin dashed lines, each with its words on top. Where words have no room there are
// numbers, and the words stand in a list below the chart; the finger reads them in any case.

import { NOON, writeDay } from "./calendar.js";

export const ROW = 16; // pixels
const ROWS = 2;
const LONGEST = 26; // characters of a label
const APART = 8;
const NUMBERS_APART = 15;
const MOST_NOTES = 12;

export const rowsFor = (count) => Math.min(count, ROWS) * ROW;

const shorten = (words) => (words.length > LONGEST ? `${words.slice(0, LONGEST - 1).trimEnd()}…` : words);

/** Changes of the same day are one line. */
export function byDay(points, { from, to }) {
  const days = new Map();
  for (const { x, label } of points) {
    if (x < from || x > to) continue;
    days.set(x, days.has(x) ? `${days.get(x)}; ${label}` : label);
  }
  return [...days].map(([day, words]) => ({ day, words })).sort((one, other) => one.day - other.day);
}

/**
 * Where each label stands: [{left, row}], row 0 lowest; null if one finds no room. `marks` are
 * {x, width} from left to right; a label begins at its line, or ends at the right edge.
 */
export function place(marks, { left, right }) {
  const ends = Array(ROWS).fill(-Infinity);
  const places = [];
  for (const { x, width } of marks) {
    const start = Math.max(left, Math.min(x, right - width));
    const row = ends.findIndex((end) => end + APART <= start);
    if (row < 0) return null;
    ends[row] = start + width;
    places.push({ left: start, row });
  }
  return places;
}

/** Numbers for lines that stand clear of each other, and "2–4" for those that do not. */
export function numbers(marks) {
  const groups = [];
  marks.forEach(({ x }, index) => {
    const last = groups.at(-1);
    if (last && x - last.end < NUMBERS_APART) Object.assign(last, { end: x, to: index + 1 });
    else groups.push({ x, end: x, from: index + 1, to: index + 1 });
  });
  return groups.map(({ x, end, from, to }) => ({
    x: (x + end) / 2,
    text: from === to ? String(from) : `${from}–${to}`,
  }));
}

export function treatments(series, view, palette) {
  const changes = byDay(series?.data ?? [], view);
  let isCrowded = false;
  const above = ({ ctx, chartArea, scales: { x } }) => {
    if (!changes.length) return;
    ctx.save();
    ctx.font = `12px ${palette.font}`;
    const marks = changes.map(({ day, words }) => {
      const text = shorten(words);
      return { x: x.getPixelForValue(day + NOON), text, width: ctx.measureText(text).width };
    });
    const places = place(marks, chartArea);
    isCrowded = places === null;
    stems(ctx, marks, places, chartArea, palette);
    ctx.fillStyle = palette.text;
    (isCrowded ? writeNumbers : writeWords)(ctx, marks, chartArea.top, palette, places);
    ctx.restore();
  };
  const notes = () =>
    isCrowded && changes.length <= MOST_NOTES
      ? changes.map(({ day, words }) => `${words}, ${writeDay(day)}`)
      : [];
  return { above, notes, count: changes.length };
}

function stems(ctx, marks, places, { top, bottom }, palette) {
  ctx.strokeStyle = palette.text;
  ctx.lineWidth = 1;
  ctx.setLineDash([3, 3]);
  ctx.beginPath();
  marks.forEach(({ x }, index) => {
    ctx.moveTo(x, bottom);
    ctx.lineTo(x, top - (places?.[index].row ?? 0) * ROW);
  });
  ctx.stroke();
}

function writeWords(ctx, marks, top, palette, places) {
  places.forEach(({ left, row }, index) => {
    const base = top - row * ROW - 4;
    ctx.fillStyle = palette.ground; // a stem may pass behind a word
    ctx.fillRect(left - 2, base - 11, marks[index].width + 4, 14);
    ctx.fillStyle = palette.text;
    ctx.fillText(marks[index].text, left, base);
  });
}

function writeNumbers(ctx, marks, top) {
  ctx.textAlign = "center";
  for (const { x, text } of numbers(marks)) ctx.fillText(text, x, top - 4);
}
