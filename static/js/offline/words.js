// What is said about what waits. All of it in one place, without a page.

import { label } from "./content.js";

const DAY_MS = 24 * 60 * 60 * 1000;
const FIRST_TRY_MS = 20_000;

const WHY = {
  "": "It is sent as soon as there is a connection.",
  offline: "No connection. It is sent as soon as there is one.",
  log_in: "Log in to send it.",
  other_account: "Another account is logged in here. Log in with yours to send it.",
  server: "InverTrack cannot take it right now. It is tried again in a while.",
};

const BRIEFLY = {
  offline: "No connection.",
  log_in: "Log in to send it.",
  other_account: "Another account is logged in here.",
  server: "InverTrack cannot take it right now.",
};

const CODE = {
  invalid: "Something in it has to be corrected.",
  conflict: "The same record was changed in another tab or on another device meanwhile. Open it to see both.",
  reused: "Something else is already saved under its name. You can save it as a new record.",
  id_taken: "Something else is already saved under its name. You can save it as a new record.",
  opened: "You opened it to save it as a new record.",
  gone: "What it belongs to was deleted meanwhile.",
  missing: "What it belongs to is not there any more.",
  damaged: "It does not have the form that InverTrack expects.",
  refused: "InverTrack did not take it.",
  unreadable: "This phone no longer has the key that opens it.",
};

const NEW_NAME = new Set(["reused", "id_taken", "opened"]);
const CAN_BE_OPENED = new Set([...NEW_NAME, "invalid", "conflict"]);

export const why = (reason) => WHY[reason] ?? WHY[""];

/** The one sentence that stands while anything waits. */
export function count(entries) {
  const refused = entries.filter(({ state }) => state === "refused").length;
  const says = `Saved on this phone, ${entries.length} waiting`;
  if (refused === entries.length) return `${says} for you to look at`;
  return refused ? `${says}, ${refused} of them for you to look at` : says;
}

/** Why an entry is still here: the reason, then what the server said of it. */
export function reasons({ state, why: reason, code, message, errors }) {
  if (state === "waiting") return [why(reason)];
  const said = Object.entries(errors).flatMap(([name, texts]) =>
    texts.map((text) => (name ? `${label(name)}: ${text}` : text)),
  );
  const first = CODE[code] ?? (message || CODE.refused);
  return [first, ...said];
}

/** What can be done with an entry besides deleting it, as [what it does, its words]. */
export function choices({ state, code }) {
  if (state === "waiting") return [["send", "Send now"]];
  if (code === "unreadable") return [];
  const open = NEW_NAME.has(code) ? "Save as a new record" : code === "conflict" ? "Open both" : "Correct";
  return CAN_BE_OPENED.has(code) ? [["open", open]] : [["send", "Send again"]];
}

/** Entries to speak of: one that is on its way for the first time will not wait. */
export function spoken(entries, now) {
  return entries.filter(
    ({ state, why: reason, made_at }) =>
      state === "refused" || reason !== "" || Math.abs(now - Date.parse(made_at)) > FIRST_TRY_MS,
  );
}

/** The banner: its title, its sentences, and what it offers. */
export function banner(entries, { now, mayErase = false }) {
  const waits = entries.filter(({ state }) => state === "waiting");
  const oldest = Math.min(...entries.map(({ made_at }) => Date.parse(made_at)));
  const reason = waits[0]?.why;
  const lines = BRIEFLY[reason] ? [BRIEFLY[reason]] : [];
  if (now - oldest > DAY_MS) lines.push("The oldest has waited for more than 24 hours.");
  if (mayErase) lines.push(ERASES);
  const offers = ["log_in", "other_account"].includes(reason) ? ["log_in"] : waits.length ? ["send"] : [];
  return { title: `${count(entries)}.`, lines, offers: [...offers, "show"] };
}

const ERASES =
  "Safari may erase what waits here after 7 days without a visit. " +
  "In InverTrack on the home screen (Share, Add to Home Screen) it stays.";

/** Safari on iPhones, where it is not opened from the home screen. */
export function mayErase({ isApple, standalone }) {
  return isApple && standalone !== true;
}
