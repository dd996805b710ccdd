// What a measured angle adds to a session: its holds, its trace, and time above the cap.

import { isMeasured } from "./clock.js";
import { GAP_MS, sense } from "./holds.js";

const OVER_DEG = 2; // above the cap, as much as a phone may be off
export const OVER_MS = 1_000;
const TRACE_S = 3_600;
const HANDLED = { least: -30, most: 110, degPerS: 120 }; // no table lies or moves so; a hand does

export const noTrack = () => ({ second: 0, sum: 0, n: 0, degrees: [] });

/** What happened when, in whole seconds from Go. */
export function marked({ marks, go_at: go }, at, what) {
  return [...marks, [Math.max(0, Math.round((at - go) / 1000)), what]];
}

/** What a smoothed angle changes; null if nothing. */
export function measure(session, { deg }) {
  if (!isMeasured(session)) return null;
  const isPause = session.state === "resting" && session.up_at === null;
  if (isPause && isHandled(session, deg)) return { up_at: session.at, up_by: "level" };
  if (!Number.isFinite(deg)) return null;
  const { at, up_at: up, state } = session;
  const isOver = state === "resting" && !isPause;
  const motion = isOver
    ? { ...session.motion, at, deg }
    : sense(session.motion, { at, deg, slowly: up !== null });
  if (motion === session.motion) return null;
  return { motion, track: tracked(session, deg), ...aboveCap(session, motion) };
}

// At level before the planned time is over, tilting again goes on with the session. A phone that is
// taken off, or a person who stands up, does not.
function isHandled({ motion, at }, deg) {
  if (!Number.isFinite(deg) || deg < HANDLED.least || deg > HANDLED.most) return true;
  const seconds = (at - motion.at) / 1000;
  return seconds > 0.05 && Math.abs(deg - motion.deg) / seconds > HANDLED.degPerS;
}

function aboveCap(session, motion) {
  const cap = session.cap?.angle_deg;
  if (!Number.isFinite(cap) || !motion.tilted || motion.deg <= cap + OVER_DEG) {
    const isBack = !(motion.deg > cap);
    return { over_since: null, is_over_cap: !isBack && session.is_over_cap };
  }
  const since = session.over_since ?? motion.at;
  const passed = motion.at - (session.over_since === null ? motion.at : session.motion.at);
  const overMs = session.over_ms + (passed <= GAP_MS ? passed : 0);
  const isOver = session.is_over_cap || motion.at - since >= OVER_MS;
  const isNew = isOver && !session.is_over_cap;
  return {
    over_since: since,
    over_ms: overMs,
    is_over_cap: isOver,
    ...(isNew && { over_at: since, marks: marked(session, since, "over_cap") }),
  };
}

// The mean of each whole second; null for those in which nothing came.
function tracked({ track, go_at: go, at }, deg) {
  const second = Math.floor((at - go) / 1000);
  if (second >= TRACE_S) return track;
  if (second === track.second) return { ...track, sum: track.sum + deg, n: track.n + 1 };
  const done = track.n ? [...track.degrees, Math.round(track.sum / track.n)] : track.degrees;
  const silent = Array(second - done.length).fill(null);
  return { second, sum: deg, n: 1, degrees: [...done, ...silent] };
}
