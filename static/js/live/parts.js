// Which part of the page a state shows, and its name at the top.

import { STATES } from "./stage.js";
import { word } from "./words.js";

const TITLES = { check: "check", closed: "check", after: "after", effects: "after", saved: "after" };
const WITHOUT_STOP = ["closed", "resume", "stage"]; // the stage has its own

/** The part of a state. */
export const partOf = (state) => (STATES.includes(state) ? "stage" : state);

/** `show(part)` shows one part of the page, and puts the reader at its beginning. */
export function parts(root) {
  const title = document.querySelector("[data-title]");
  const sections = [...root.querySelectorAll("[data-part]")];
  const around = [...document.body.children].filter((one) => !one.contains(root));
  const stop = document.querySelector("[data-stop-everywhere]");
  title.tabIndex = -1;
  let shown = null;

  return (part) => {
    if (part === shown) return;
    const isFirst = shown === null;
    shown = part;
    root.hidden = false;
    stop.hidden = WITHOUT_STOP.includes(part);
    for (const section of sections) section.hidden = section.dataset.part !== part;
    title.textContent = word(`title_${TITLES[part] ?? "session"}`);
    // Behind the stage there is nothing to reach.
    for (const one of around) one.inert = part === "stage";
    if (isFirst) return;
    const section = sections.find(({ hidden }) => !hidden);
    scrollTo(0, 0);
    (part === "stage" ? section.querySelector("button") : title).focus({ preventScroll: true });
  };
}
