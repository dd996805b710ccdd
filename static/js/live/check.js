// The check: what has to be a no today and what has to be done, as one press, or what follows if not.

import { keep, keepAndSend, NoStorage, sync } from "../offline/queue.js";
import { word } from "./words.js";

const WHAT = "Check before a session";
const SOMEONE = "someone_nearby";

/** Lines that are asked of this person: somebody nearby is for the first sessions only. */
export function asked(section, facts) {
  for (const line of section.querySelectorAll("[data-item]")) {
    line.hidden = line.dataset.item === SOMEONE && !facts.asks_someone;
  }
}

const ofTable = (section) =>
  [...section.querySelectorAll("[data-item]")]
    .filter((line) => !line.hidden)
    .map((line) => line.dataset.item)
    .filter((item) => !section.querySelector(`[data-some] [name="${item}"]`));

/** The fields of the check's own form, as it would send them. */
export const passed = (items, at) => [
  ["none_of_these", "on"],
  ...items.map((item) => [item, "on"]),
  ["device_now", new Date(at).toISOString()],
];

/** Keep that the check was passed; it is sent when there is a connection, and holds nobody up. */
export async function keepPassed(section, url) {
  try {
    await keep({ url, fields: passed(ofTable(section), Date.now()), what: WHAT });
    sync().catch(() => {});
  } catch (error) {
    if (!(error instanceof NoStorage)) throw error;
  }
}

/** What is true today is kept, and the server says what follows; here it stands beside each line. */
export function attachTrue(section, url) {
  const form = section.querySelector("[data-some]");
  const said = form.querySelector("[data-some-said]");
  const opener = section.querySelector('[data-press="some"]');
  opener.addEventListener("click", () => {
    form.hidden = !form.hidden;
    opener.setAttribute("aria-expanded", String(!form.hidden));
    if (!form.hidden) form.querySelector("input").focus();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const ticked = [...form.querySelectorAll(":checked")].map(({ name }) => [name, "on"]);
    said.textContent = ticked.length ? "" : word("some_first");
    if (!ticked.length) return;
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    const fields = [...ticked, ["device_now", new Date().toISOString()]];
    const outcome = await keepAndSend({ url, fields, what: WHAT }).catch(() => null);
    if (outcome?.url) location.assign(outcome.url);
    else said.textContent = word("some_kept");
  });
}
