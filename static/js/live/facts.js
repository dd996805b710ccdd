// What holds for this person now: written into the page, or kept on the phone from the last visit.

import { facts, keepFacts, waiting } from "../offline/queue.js";
import { word } from "./words.js";

const FRESH_MS = 7 * 86_400_000;

/** Whether an entry that is still on its way tells of one of these symptoms: it closes sessions. */
export const tells = (entries, codes) =>
  entries.some(({ fields }) =>
    fields.some(([name, value]) => value !== "" && codes.some((code) => name === `effect_${code}`)),
  );

/** The symptoms that call for help at once, as the page lists them. */
const gravest = (root) =>
  [...root.querySelectorAll('[data-symptom][data-level="emergency"]')].map(({ dataset }) => dataset.symptom);

/** Whether this phone keeps such an entry: the server, and so the facts, may not know of it yet. */
export const isGrave = async (root) => tells(await waiting().catch(() => []), gravest(root));

/**
 * Why no session starts: null, "closed" (the state says so), "grave" (what waits on this phone says
 * so), or "stale" (nothing heard lately).
 */
export function hindrance(known, at, isGraveHere = false) {
  if (isGraveHere) return "grave";
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
  const [title, text] = why === "grave" ? ["grave_title", "grave_text"] : ["stale_title", "stale_text"];
  section.querySelector("[data-closed-title]").textContent = closed?.title ?? word(title);
  section.querySelector("[data-closed-text]").textContent = closed?.text ?? word(text);
  const step = section.querySelector("[data-closed-step]");
  step.hidden = !closed;
  if (closed?.step) step.textContent = closed.step;
  if (closed?.url) step.href = closed.url;
}
