// What holds for this person now: written into the page, or kept on the phone from the last visit.

import { facts, keepFacts } from "../offline/queue.js";
import { word } from "./words.js";

const FRESH_MS = 7 * 86_400_000;

/** Why no session starts: null, "closed" (the state says so), or "stale" (nothing heard lately). */
export function hindrance(known, at) {
  if (!known) return "stale";
  const age = at - Date.parse(known.at);
  if (!known.is_open) return "closed";
  return age <= FRESH_MS ? null : "stale"; // a clock that was put back counts as fresh
}

/** The page's own facts, kept for later; else what this phone knows. */
export async function known() {
  const here = document.getElementById("live-facts");
  if (!here) return (await facts().catch(() => null)) ?? null;
  const said = JSON.parse(here.textContent);
  keepFacts(said).catch(() => {});
  return said;
}

/** Say why there is no start, and what is open. */
export function sayClosed(section, known, why) {
  const closed = why === "closed" ? known.closed : null;
  section.querySelector("[data-closed-title]").textContent = closed?.title ?? word("stale_title");
  section.querySelector("[data-closed-text]").textContent = closed?.text ?? word("stale_text");
  const step = section.querySelector("[data-closed-step]");
  step.hidden = !closed;
  if (closed?.step) step.textContent = closed.step;
  if (closed?.url) step.href = closed.url;
}
