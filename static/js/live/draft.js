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

/** Keeps what `read` gives at each change of state and every few seconds; tells whether it can. */
export function keeping(read, tell) {
  let state = null;
  let last = 0;
  return async () => {
    const at = Date.now();
    const value = read();
    if (value.session.state === state && at - last < EVERY_MS) return;
    state = value.session.state;
    last = at;
    if (state === "check" || state === "saved") return;
    try {
      await queue.keepDraft(NAME, { ...value, at });
      tell(true);
    } catch {
      tell(false);
    }
  };
}
