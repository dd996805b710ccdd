// The page's own words, out of its <template> elements: they are translated there, not here.

/** A text with {names} filled in. */
export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

const read = (selector) => document.querySelector(`template${selector}`)?.content.textContent ?? null;

/** A sentence of the page. */
export const word = (name, values = {}) => filled(read(`[data-word="${name}"]`) ?? "", values);

/** What is spoken for a cue; a number may have words of its own, such as "one minute". */
export function spoken(name, n = null) {
  const own = n === null ? null : read(`[data-cue="${name}"][data-n="${n}"]`);
  return filled(own ?? read(`[data-cue="${name}"]:not([data-n])`) ?? "", { n });
}

/** 125 -> {m: 2, s: 5}. */
const parts = (seconds) => ({ m: Math.floor(seconds / 60), s: seconds % 60 });

/** Seconds as a clock shows them: 2:05. */
export function clock(seconds) {
  const { m, s } = parts(Math.max(0, seconds));
  return `${m}:${String(s).padStart(2, "0")}`;
}

/** Seconds as a person says them: 2 min 5 s. */
export function lasting(seconds) {
  const { m, s } = parts(seconds);
  if (!m) return word("seconds", { s });
  return word(s ? "minutes_seconds" : "minutes", { m, s });
}

/** Degrees with a real minus, a dash where there are none. */
export function degrees(angle) {
  if (angle === null || angle === undefined) return "–";
  const whole = Math.round(angle);
  return `${whole < 0 ? "−" : ""}${Math.abs(whole)}°`;
}

/** A time of day in the person's own way of writing. */
export const timeOf = (ms) =>
  new Date(ms).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

/** A day and its time. */
export const dayOf = (ms) =>
  new Date(ms).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
