// How a session comes to level: by a press, by the phone, or because nothing else can be known.

import { isMeasured } from "./clock.js";
import { GAP_MS, close } from "./holds.js";

const LATE_MS = 3_000; // level for longer before it was noticed: the rest begins now

export const level = (session) => ({ state: "resting", ...landed(session, session.at, "press") });

/** Up without the rest, or without all of it; who tilted again after a pause is level only now. */
export const up = (session) => ({
  ...((session.level_at === null || session.motion.tilted) && landed(session, session.at, "press")),
  up_at: session.up_at ?? session.at,
  state: "after",
  after_at: session.at,
});

/** Level, as the phone felt it; after a silence that is the last it knew. */
export function sensed(session) {
  const at = session.motion.level_at ?? session.up_at;
  const isLate = session.at - at > LATE_MS;
  const rest = isLate ? session.at : at;
  return { state: "resting", level_at: at, level_by: "sensor", rest_at: rest };
}

/** Level because nothing else can be known: after the time to come up, or of a silent phone. */
export const assumed = (session, at) => ({
  state: "resting",
  ...landed(session, at, "assumed"),
  rest_at: isMeasured(session) ? session.at : at,
});

export const unlanded = { level_at: null, level_by: null, rest_at: null };

function landed(session, at, by) {
  const silence = session.motion.at === null ? 0 : session.at - session.motion.at;
  const isSilent = session.motion.tilted && silence > GAP_MS;
  const gap = session.motion.gap_ms + (isSilent ? silence : 0);
  const motion = session.motion.tilted ? close(session.motion, at) : session.motion;
  return {
    level_at: at,
    level_by: by,
    rest_at: at,
    up_at: session.up_at ?? at,
    up_by: session.up_by ?? "level",
    typed_to: session.typed_to ?? at,
    motion: { ...motion, gap_ms: gap },
  };
}
