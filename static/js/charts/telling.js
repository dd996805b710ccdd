// What the finger reads of one day or week of the pain chart: all that is recorded, each with its unit.

import { writeDay, writeWeekday } from "./calendar.js";
import { find, pointsAt, valueAt } from "./series.js";

export const titleOf = (day, step) => (step === 7 ? `Week of ${writeDay(day)}` : writeWeekday(day));

export const counted = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

/** From the lowest to the highest, or the one there is. */
export const range = ([low, high]) => (low === high ? `${low}` : `${low} to ${high}`);
const scores = (value) => `${Array.isArray(value) ? range(value) : value} / 10`;

/** The lines for `day` (or for the week that begins with it). */
export function describe(data, day, step) {
  const [pain, worst, rating, session, treatment] = [
    "pain", "worst", "rating", "session", "treatment",
  ].map((role) => find(data, role));
  return [
    ...told(pain, day, ({ n, isLate }) => (n === null ? late(isLate) : `, ${counted(n, "day")}`)),
    ...told(worst, day, () => ""),
    ...(rating?.x0 === undefined ? ratedAt(rating, day, step) : told(rating, day, () => "")),
    ...sessionsOn(session, day),
    ...pointsAt(treatment, day, step).map(({ x, label }) =>
      step === 7 ? `${label}, ${writeDay(x)}` : label,
    ),
  ];
}

function told(series, day, more) {
  const value = valueAt(series, day);
  if (value === null) return [];
  const isLate = Boolean(series.late?.includes(day - series.x0));
  return [`${series.label}: ${scores(value)}${more({ n: valueAt(series, day, "n"), isLate })}`];
}

const late = (isLate) => (isLate ? ", entered late" : "");

function ratedAt(rating, day, step) {
  return pointsAt(rating, day, step).map(
    ({ x, y, late: isLate }) => `${rating.label}: ${y} / 10 at ${timeOf(x)}${late(isLate)}`,
  );
}

/** The time of day that a fraction of a day stands for. */
export function timeOf(x) {
  const minutes = Math.round((x % 1) * 1440);
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

function sessionsOn(session, day) {
  const n = valueAt(session, day);
  return n ? [counted(n, "session")] : [];
}
