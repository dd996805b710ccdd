// The session on this page: each event goes through the machine, then to whoever looks at it.

import { uuid7 } from "../offline/ids.js";
import { due } from "./cues.js";
import { begin, step } from "./machine.js";

const MOVES = ["angle", "tick"]; // what comes by itself, many times a second

/**
 * @param {{facts, kept, changed: function, cue: function}} given kept: a draft to go on with;
 *   changed(session, before) after each event that changed something; cue(name, n) when one is due
 */
export function running({ facts, kept, changed, cue }) {
  let said = kept?.said ?? [];
  let session =
    kept?.session ?? begin({ id: uuid7(), write_id: uuid7(), at: Date.now(), facts });
  let timer = null;

  const send = (type, more = {}) => {
    const before = session;
    session = step(session, { type, at: Date.now(), ...more });
    const next = due(session, said);
    said = next.said;
    for (const { name, n } of next.say) cue(name, n);
    if (session !== before || !MOVES.includes(type)) changed(session, before);
    return session;
  };

  /** Let time pass while something waits for it. */
  const ticking = (isWanted) => {
    if (isWanted && timer === null) timer = setInterval(() => send("tick"), 250);
    else if (!isWanted && timer !== null) timer = clearInterval(timer) ?? null;
  };

  // After a lock or another app one event brings everything right, at once.
  document.addEventListener("visibilitychange", () => timer !== null && send("tick"));
  return { send, ticking, now: () => session, kept: () => ({ session, said }) };
}
