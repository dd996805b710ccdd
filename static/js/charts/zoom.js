// Which days are in sight: arithmetic on {from, to}, day numbers with both ends included.

import { DAY_MS } from "./calendar.js";

export const LONGEST_BY_DAY = 366; // a longer part comes by week
const SHORTEST = 7;
const STEP = 0.75; // of what is in sight: less is not closer
const SPANS = [3650, 1825, 730, 365, 182, 91, 28, 14, SHORTEST];

export const length = ({ from, to }) => to - from + 1;
export const isSame = (one, other) => one.from === other.from && one.to === other.to;

/** Inside `whole`, moved rather than cut where it stands out. */
function inside({ from, to }, whole) {
  const days = Math.min(to - from + 1, length(whole));
  const start = Math.max(whole.from, Math.min(from, whole.to - days + 1));
  return { from: start, to: start + days - 1 };
}

/** The next shorter part. It ends with the newest day while that is in sight, else keeps the middle. */
export function closer(view, whole) {
  const days = SPANS.find((span) => span <= STEP * length(view)) ?? SHORTEST;
  const from = view.to === whole.to ? view.to - days + 1 : view.from + Math.floor((length(view) - days) / 2);
  return inside({ from, to: from + days - 1 }, whole);
}

/** As many days before (-1) or after (+1) the ones in sight. */
export function moved(view, whole, direction) {
  const by = direction * length(view);
  return inside({ from: view.from + by, to: view.to + by }, whole);
}

/** The days between two places of the axis, at least a week of them. */
export function between(one, other, whole) {
  const [from, to] = [Math.floor(Math.min(one, other)), Math.floor(Math.max(one, other))];
  const more = Math.max(0, SHORTEST - (to - from + 1));
  return inside({ from: from - Math.floor(more / 2), to: to + Math.ceil(more / 2) }, whole);
}

export const canZoom = (whole) => length(whole) > SHORTEST;

/** The longest part that comes by day, around the one in sight: the next move needs no new request. */
export function block(view, whole) {
  const more = LONGEST_BY_DAY - length(view);
  return inside({ from: view.from - Math.floor(more / 2), to: view.to + Math.ceil(more / 2) }, whole);
}

export const covers = (part, view) => part.from <= view.from && part.to >= view.to;

const iso = (day) => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** The chart's own address, for the days {from, to}. */
export function address(url, { from, to }, base = document.baseURI) {
  const found = new URL(url, base);
  found.searchParams.delete("period");
  found.searchParams.set("part", "1"); // of what was drawn already: its line stays
  found.searchParams.set("from", iso(from));
  found.searchParams.set("to", iso(to));
  return found.href;
}
