// The running session as plain data, and what each event makes of it. Nothing here knows a page.
//
// check, before, ready, tilting, holding, coming_up, resting, after, effects, saved: in this order.
// What a person or the phone does stands in MOVES, what only waits in WAITS. Everything follows
// from instants, never from how many ticks came: after a lock one event puts all right. A page
// reads the fields of `begin`, and clock.js for what is left of each time.

import * as act from "./acts.js";
import { COMING_MS, TILT_MS, heldMs, isMeasured, leftMs, restMs } from "./clock.js";
import { GAP_MS, close, running, still } from "./holds.js";
import * as land from "./landing.js";
import { measure, noTrack } from "./measure.js";

/** A session that was opened; id and write_id are UUIDs made once: nothing is kept twice. */
export function begin({ id, write_id = null, at, facts }) {
  return {
    ...{ v: 1, id, write_id, state: "check", at, skew: 0, woke_at: at },
    ...{ is_open: facts.is_open === true, cap: facts.cap ?? null },
    ...{ pain_before: null, pain_after: null, rated_at: null }, // 0 to 10
    ...{ effects: {}, effects_at: null }, // {code: {severity, onset}}, and when all were said
    ...{ planned_s: null, source: null, typed_deg: null, typed_from: null, typed_to: null },
    ...{ go_at: null, up_at: null, up_by: null }, // coming up by "press", "stop", "time" or "level"
    ...{ level_at: null, level_by: null }, // "sensor" and "press" know it, "assumed" does not
    ...{ rest_at: null, after_at: null }, // the rest at level: from when, until when
    ...{ motion: still(), track: noTrack(), marks: [] },
    ...{ over_since: null, over_at: null, over_ms: 0, is_over_cap: false },
  };
}

/** The session after an event {type, at: Date.now(), ...}; one that means nothing is time only. */
export function step(session, event) {
  if (!Number.isFinite(event.at)) return session;
  const now = settle(clocked(session, event.at));
  const patch = MOVES[now.state][event.type]?.(now, event);
  return patch ? settle({ ...now, ...patch }) : now;
}

const to = (state) => () => ({ state });

const anywhere = {
  stop: act.stop, // the stop list was opened; who is tilted -> coming_up
  symptom: act.symptom, // {code, severity 0-3}
};

const tilted = {
  ...anywhere,
  angle: measure, // {deg}: smoothed, at any rate; null if the phone was turned out of its plane
  come_up: act.comeUp, // -> coming_up
  level: land.level, // -> resting
  up: land.up, // -> after
};

const MOVES = {
  check: { checked: (session) => session.is_open && { state: "before" } },
  before: {
    rated_before: act.ratedBefore, // {pain} -> ready
    back: to("check"),
    symptom: to("check"),
  },
  ready: {
    go: act.go, // {planned_s or null, source, typed_deg: measured too, if the phone stays silent}
    back: to("before"),
    symptom: to("check"),
  },
  tilting: tilted,
  holding: tilted,
  coming_up: { ...tilted, come_up: undefined },
  resting: { ...anywhere, angle: measure, up: land.up },
  after: { ...anywhere, rated_after: act.ratedAfter }, // {pain or null} -> effects
  effects: {
    ...anywhere,
    effects: act.effects, // {codes: {code: severity or null}, onsets}; then record.js can be asked
    saved: ({ effects_at: at }) => at !== null && { state: "saved" },
    back: to("after"),
  },
  saved: {},
};

const WAITS = {
  tilting(session) {
    const { at, go_at: began, woke_at: woke, motion, typed_deg: typed } = session;
    if (!isMeasured(session)) return at >= session.typed_from && { state: "holding" };
    if (running(motion)) return { state: "holding" };
    const silent = Math.max(began, woke, motion.at ?? 0) + TILT_MS; // without a word: as typed
    return typed !== null && at >= silent && { source: "guess", typed_from: silent };
  },
  holding(session) {
    if (isMeasured(session) && !session.motion.tilted) return land.sensed(session);
    if (leftMs(session) !== 0) return null;
    const over = session.at - heldMs(session) + session.planned_s * 1000;
    return { state: "coming_up", up_at: over, up_by: "time", typed_to: over };
  },
  coming_up(session) {
    const { at, go_at: began, up_at: rose, woke_at: woke, motion } = session;
    const level = rose + COMING_MS;
    if (!isMeasured(session)) return at >= level && land.assumed(session, level);
    if (motion.at !== null && !motion.tilted) return land.sensed(session);
    const last = motion.at ?? began; // a phone that fell silent while the page was awake
    return at - Math.max(last, woke, rose) >= COMING_MS && land.assumed(session, last);
  },
  resting(session) {
    const goesOn = session.up_at === null && session.motion.tilted; // it was a pause
    if (goesOn) return running(session.motion) && { state: "holding", ...land.unlanded };
    if (session.motion.tilted) return { motion: close(session.motion, session.rest_at) };
    const over = session.rest_at + restMs(session);
    return session.at >= over && { state: "after", after_at: over };
  },
};

function settle(session) {
  const patch = WAITS[session.state]?.(session);
  return patch ? settle({ ...session, ...patch }) : session;
}

// A clock that is put back must not stop the session; one put forward cannot be told from a lock.
function clocked(session, at) {
  const skew = session.at - at - session.skew > GAP_MS ? session.at - at : session.skew;
  const now = Math.max(session.at, at + skew);
  return { ...session, skew, at: now, woke_at: now - session.at > GAP_MS ? now : session.woke_at };
}
