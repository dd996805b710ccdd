// The running session, sealed on this phone: a reload or a killed page goes on where it was.

import * as queue from "../offline/queue.js";
import { isStale } from "./clock.js";

const NAME = "live";
const EVERY_MS = 5000;
const NOT_GONE = ["check", "before", "ready", "saved"]; // the check is made anew, every time

/** What a kept session is now: "go_on", "ask" (it is old) or "none". */
export function standing(kept, at) {
  const state = kept?.session?.state;
  if (!state || NOT_GONE.includes(state)) return "none";
  return isStale(kept.session, at) ? "ask" : "go_on";
}

export const load = () => queue.draft(NAME).catch(() => null);

export const drop = () => queue.dropDraft(NAME).catch(() => {});

/**
 * Keeps what `read` gives at each change of state, with each symptom, and every few seconds; tells
 * whether it can.
 */
export function keeping(read, tell, keep = (value) => queue.keepDraft(NAME, value)) {
  let last = { state: null, effects: null, at: 0 };
  return async () => {
    const at = Date.now();
    const value = read();
    const { state, effects } = value.session;
    // A symptom changes no state; it must be there even if the page goes the next moment.
    const isSame = state === last.state && effects === last.effects;
    if (isSame && at - last.at < EVERY_MS) return;
    last = { state, effects, at };
    if (state === "check" || state === "saved") return;
    try {
      await keep({ ...value, at });
      tell(true);
    } catch {
      tell(false);
    }
  };
}
