// Fills a page that was rendered for nobody with what this phone knows: the day, whose phone it is,
// what sessions usually are, and whether one may start.

import { account, remember, who } from "./person.js";
import { facts } from "./queue.js";

const DAY_MS = 24 * 60 * 60 * 1000;
const JOURNAL = /^\/journal\/(\d{4})-(\d\d)-(\d\d)\/$/;

/** The local day of a journal's address as a Date at noon; without one, of now. */
export function dayOf(path, now) {
  const [, year, month, day] = JOURNAL.exec(path) ?? [];
  if (year) return new Date(Number(year), Number(month) - 1, Number(day), 12);
  return new Date(now.getFullYear(), now.getMonth(), now.getDate(), 12);
}

/** A local day as addresses write it. */
export function written(day) {
  const parts = [day.getFullYear(), day.getMonth() + 1, day.getDate()];
  return parts.map((part, n) => String(part).padStart(n ? 2 : 4, "0")).join("-");
}

export const weekday = (day) => say(day, { weekday: "long", day: "numeric", month: "long" });

function say(day, how) {
  return new Intl.DateTimeFormat("en-GB", how).format(day);
}

/** Today and the three days before it, as [address, words]. */
export function near(now) {
  return [0, 1, 2, 3].map((ago) => {
    const day = new Date(dayOf("", now).getTime() - ago * DAY_MS);
    const words = ["Today", "Yesterday"][ago] ?? say(day, { weekday: "short" });
    return [`/journal/${written(day)}/`, words];
  });
}

/** What the quick log starts from, as [name of the field, value]; nothing known is nothing said. */
export function usual({ angle_deg, duration_s, angle_source } = {}) {
  const said = [["angle_deg", angle_deg]];
  if (duration_s != null) {
    said.push(["duration_s_0", Math.floor(duration_s / 60)], ["duration_s_1", duration_s % 60]);
  }
  // What the phone measured last time, nobody did now.
  if (angle_source && angle_source !== "measured") said.push(["angle_source", angle_source]);
  return said.filter(([, value]) => value != null);
}

function each(selector, change) {
  for (const one of document.querySelectorAll(selector)) change(one);
}

function fillDay(now) {
  const day = dayOf(location.pathname, now);
  each("[data-say]", (place) => (place.textContent = weekday(day)));
  each("[data-near]", (tabs) => {
    for (const [url, words] of near(now)) {
      const link = Object.assign(document.createElement("a"), { href: url, textContent: words });
      if (url.endsWith(`${written(day)}/`)) link.setAttribute("aria-current", "page");
      tabs.append(link);
    }
  });
  each('form[data-queue][action="/journal/"]', (form) => (form.action = `/journal/${written(day)}/`));
}

function fillUsual(known) {
  const form = document.querySelector('form[action="/sessions/new/"]');
  for (const [name, value] of form ? usual(known.usual) : []) {
    const field = form.elements[name];
    if (!field || (field.value && field.type === "number")) continue;
    field.value = String(value);
    field.dispatchEvent?.(new Event("input", { bubbles: true }));
  }
}

function fillClosed({ at, closed }) {
  if (!closed) return;
  each("[data-closed-title]", (place) => (place.textContent = closed.title));
  each("[data-closed-text]", (place) => (place.textContent = closed.text));
  const how = { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" };
  each("[data-facts-at]", (place) => (place.textContent = say(new Date(at), how)));
  each("[data-closed]", (notice) => (notice.hidden = false));
}

/** Whose phone this is; where it does not know, such as right after a log-in, the server may. */
async function owner() {
  const known = await account().catch(() => null);
  if (known) return known;
  const { account: found } = await who().catch(() => ({ account: null }));
  if (found) await remember(found).catch(() => {});
  return found;
}

async function fill() {
  fillDay(new Date());
  addEventListener("online", () => each("[data-online]", (place) => (place.hidden = false)));
  const mine = await owner();
  each("[data-nobody]", (notice) => (notice.hidden = Boolean(mine)));
  if (!mine) return each("form[data-queue] [type=submit]", (button) => (button.disabled = true));
  const known = await facts().catch(() => null);
  if (!known) return;
  fillUsual(known);
  fillClosed(known);
}

/** Resolves when the page says what there is to say. */
export const ready = globalThis.document ? fill().catch(() => {}) : null;
