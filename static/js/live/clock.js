// What has passed and what is left of a session's times, from its instants alone. Milliseconds.

import { running } from "./holds.js";
import { total } from "./stretch.js";

export const TILT_MS = 10_000; // without a sensor: from Go to the angle
export const COMING_MS = 20_000; // without a sensor: from the angle to level
const REST_MS = { short: 60_000, long: 120_000 };
const STEEP_DEG = 30; // from here on the longer rest
const STALE_MS = 7_200_000;

export const isMeasured = ({ source }) => source === "measured";

/** The holds until now, the running one too; a typed angle is one hold. */
export function holds(session, at = session.at) {
  if (isMeasured(session)) {
    const runs = running(session.motion);
    const ended = session.motion.holds;
    return runs ? [...ended, { ...runs, to: Math.max(runs.to, at) }] : ended;
  }
  const { typed_deg: mean, typed_from: from } = session;
  const to = session.typed_to ?? at;
  return from !== null && to > from ? [{ from, to, n: 0, mean, m2: 0, max: mean }] : [];
}

/** Time at angle so far: the holds that ended and the one that runs. */
export const heldMs = (session, at = session.at) => total(holds(session, at));

/** Left of the planned time; null without a plan; 0 once it is over. */
export function leftMs(session, at = session.at) {
  if (session.planned_s === null) return null;
  return Math.max(0, session.planned_s * 1000 - heldMs(session, at));
}

/** Left to tilt where no phone measures; 0 when the time runs, or when it is measured. */
export function tiltLeftMs(session, at = session.at) {
  return session.typed_from === null ? 0 : Math.max(0, session.typed_from - at);
}

/** How long to rest at level: longer once any hold was 30 degrees or more. */
export function restMs(session) {
  const isSteep = holds(session).some(({ mean }) => Math.round(mean) >= STEEP_DEG);
  return isSteep ? REST_MS.long : REST_MS.short;
}

/** Left of the rest at level; the whole rest before it begins. */
export function restLeftMs(session, at = session.at) {
  if (session.rest_at === null) return restMs(session);
  return session.after_at !== null ? 0 : Math.max(0, session.rest_at + restMs(session) - at);
}

/** When the person is expected level again (for the watch), ms; null without a plan or a Go. */
export function expectedLevelAt(session, at = session.at) {
  if (session.go_at === null || session.planned_s === null) return null;
  if (session.level_at !== null) return session.level_at;
  if (session.up_at !== null) return Math.max(at, session.up_at + COMING_MS);
  const isTilting = session.state === "tilting";
  const tilt = !isTilting ? 0 : isMeasured(session) ? TILT_MS : tiltLeftMs(session, at);
  return at + tilt + leftMs(session, at) + COMING_MS;
}

/** Whether a kept session is too old to go on with (2 h): it is offered as a log to complete. */
export const isStale = (session, at) => at - session.at > STALE_MS;
