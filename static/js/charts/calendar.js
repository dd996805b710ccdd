// Days as words, and where an axis of days has its ticks: at days, months or years as people count them.

export const DAY_MS = 86_400_000;

// The language of the page, so that its dates and those of its charts are written in one way.
const PAGE = globalThis.document?.documentElement?.lang || "en-GB";

/** A day number (days since 1970-01-01) as the page's language writes it. */
export function formatDay(day, options, locale) {
  return writer(options, locale)(day);
}

function writer(options, locale = PAGE) {
  const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
  return (day) => format.format(Math.floor(day) * DAY_MS);
}

// A browser's first date costs more than a whole chart, so these are made while the data is under way.
const dayMonth = writer({ day: "numeric", month: "short" });
const month = writer({ month: "short" });
const monthYear = writer({ month: "short", year: "numeric" });
const year = writer({ year: "numeric" });
const whole = writer({ day: "numeric", month: "long", year: "numeric" });
for (const write of [dayMonth, month, monthYear, year]) write(0);

export const writeDay = whole;
export const writeWeekday = (day) =>
  formatDay(day, { weekday: "short", day: "numeric", month: "long", year: "numeric" });
export const writeDays = ({ from, to }) =>
  from === to ? whole(from) : `${whole(from)} to ${whole(to)}`;

/** The day number of the first of a month; months are counted from January 1970. */
const monthStart = (index) => Date.UTC(1970, index, 1) / DAY_MS;
export const NOON = 0.5; // of a day: its middle
const MONDAY = 4; // 1970-01-05

// Each finer than the next: `about` is its length in days, `room` the pixels that its names need,
// `origin` a day that one of its ticks falls on.
const DAYS = { label: dayMonth, room: 60 };
const UNITS = [
  ...[1, 2].map((days) => ({ ...DAYS, days, about: days, origin: 0 })),
  ...[7, 14].map((days) => ({ ...DAYS, days, about: days, origin: MONDAY })),
  ...[1, 2, 3, 6].map((months) => ({ months, about: months * 30.4, label: nameMonth, room: 58 })),
  ...[12, 24, 60, 120].map((months) => ({ months, about: months * 30.4, label: year, room: 44 })),
];

/** Months carry their year where it begins, and once at the start. */
function nameMonth(day, index) {
  const startsYear = new Date(day * DAY_MS).getUTCMonth() === 0;
  return index === 0 || startsYear ? monthYear(day) : month(day);
}

/** The ticks between two day numbers that have room in `width` pixels, as {value, label}. */
export function dayTicks(min, max, width) {
  const fits = ({ about, room }) => ((max - min) / about) * room <= width;
  const unit = UNITS.find(fits) ?? UNITS.at(-1);
  const days = unit.days ? everyDays(unit, min, max) : everyMonths(unit, min, max);
  const shift = unit.days ? NOON : 0; // a day is named at its middle, a month where it begins
  return days.map((day, index) => ({ value: day + shift, label: unit.label(day, index) }));
}

function everyDays({ days, origin }, min, max) {
  const found = [];
  for (let day = origin + Math.ceil((min - origin) / days) * days; day + NOON <= max; day += days) {
    found.push(day);
  }
  return found;
}

function everyMonths({ months }, min, max) {
  const found = [];
  const first = new Date(min * DAY_MS);
  let index = (first.getUTCFullYear() - 1970) * 12 + first.getUTCMonth();
  for (index = Math.floor(index / months) * months; monthStart(index) <= max; index += months) {
    if (monthStart(index) >= min) found.push(monthStart(index));
  }
  return found;
}
