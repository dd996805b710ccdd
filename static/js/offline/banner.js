// Stands on every page while something waits on this phone, and sends it when it can.

import { isApple } from "../prompts/standing.js";
import { LOG_IN, SHOW, actions, button, element, link, paragraph } from "./element.js";
import { sync, waiting } from "./queue.js";
import { banner, mayErase, spoken } from "./words.js";

const FIRST_MS = 5000;
const LONGEST_MS = 60_000;
const GONE = "Sent. Nothing waits on this phone.";

let place = null;
let shown = "";
let delay = FIRST_MS;
let timer = 0;

async function pressed({ target }) {
  target.disabled = true;
  target.textContent = "Sending";
  await sync({ force: true }).catch(() => {});
  shown = ""; // the same words again, with a button that can be pressed again
  await refresh();
}

function offered(name) {
  if (name === "send") return button("Send now", pressed, "btn-link");
  if (name === "log_in") return link("Log in", LOG_IN(), "btn-link");
  return link("Show", SHOW, "btn-link");
}

function put(...children) {
  if (!place) {
    place = element("div", { class: "kept notice", role: "status" });
    document.querySelector("main").prepend(place);
  }
  place.replaceChildren(...children);
}

function show(entries) {
  const now = Date.now();
  const erases = mayErase({ isApple: isApple(navigator), standalone: navigator.standalone });
  const { title, lines, offers } = banner(entries, { now, mayErase: erases });
  const said = JSON.stringify([title, lines, offers]);
  if (said === shown) return;
  shown = said;
  const words = element("p", {}, element("strong", {}, title), ...lines.map((line) => ` ${line}`));
  put(words, actions(...offers.map(offered)));
}

/** Say what waits now; the list of all of it says so itself. */
async function refresh() {
  if (document.querySelector("[data-waiting]")) return;
  const entries = spoken(await waiting().catch(() => []), Date.now());
  if (entries.length) show(entries);
  else if (place && shown !== GONE) {
    shown = GONE;
    put(paragraph(GONE));
  }
}

/** Try now, and then in ever longer steps while something waits. */
async function turn(how) {
  clearTimeout(timer);
  const { saved, why } = await sync(how).catch(() => ({ saved: 0, why: "server" }));
  delay = saved ? FIRST_MS : Math.min(LONGEST_MS, 2 * delay);
  await refresh();
  if (why || (await waiting().catch(() => [])).length) timer = setTimeout(turn, delay, {});
}

function again() {
  delay = FIRST_MS;
  turn({});
}

document.addEventListener("invertrack:waiting", refresh);
addEventListener("online", again);
document.addEventListener("visibilitychange", () => document.hidden || again());
refresh();
turn({ settle: true });
