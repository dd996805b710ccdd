// What a session becomes when it is kept: the fields of the live form, within the server's limits.

import { holds, isMeasured } from "./clock.js";
import { length, merged } from "./stretch.js";
import { summary, thinned } from "./trace.js";

const MOST_HOLDS = 8;
const LEAST_S = 5;
const MOST_S = 1_800;
const LONGEST_MS = 14_400_000; // from Go to level
const MOST_REST_S = 3_600;
const EARLY_S = 5; // nobody comes up to the second
const STEEPEST_DEG = 90;

/** Why a session cannot be kept: null | "not_started" | "too_short" (under 5 s) | "no_angle". */
export function problem(session) {
  if (session.go_at === null) return "not_started";
  if (isMeasured(session) && session.motion.at === null) return "no_angle";
  return seconds(kept(session)) < LEAST_S ? "too_short" : null;
}

/**
 * The fields of the POST to /sessions/live/ as [[name, value], ...], for queue.keep: record_id,
 * write_id, device_now, times, pains, holds, effects, samples, trace. Only if problem() is null.
 * @param {{tz: string, note?: string}} given
 */
export function fields(session, { tz, note = "" }) {
  const held = kept(session);
  const { start, end, rated } = instants(session, seconds(held));
  const said = (value) => (value === null ? "" : String(value));
  return [
    ["record_id", session.id],
    ...(session.write_id ? [["write_id", session.write_id]] : []),
    ["device_now", iso((session.effects_at ?? session.at) - session.skew)],
    ["tz", tz],
    ["started_at", iso(start)],
    ["ended_at", iso(end)],
    ["rated_at", rated === null ? "" : iso(rated)],
    ["pain_before", said(session.pain_before)],
    ["pain_after", said(session.pain_after)],
    ["planned_s", said(session.planned_s)],
    ["angle_source", session.source],
    ...held.flatMap(holdFields),
    ...(hasStoppedEarly(session) ? [["has_stopped_early", "on"]] : []),
    ["rest_s", said(restS(session))],
    ...Object.entries(session.effects).flatMap(([code, { severity, onset }]) => [
      [`effect_${code}`, String(severity)],
      [`effect_${code}_onset`, onset],
    ]),
    ["note", note],
    ...measured(session, held),
  ];
}

/** Whether the person came up before the planned time, as far as is known; or by the stop list. */
export function hasStoppedEarly(session) {
  const { planned_s: plan, up_by: by, motion } = session;
  if (plan === null) return by === "stop";
  const gap = isMeasured(session) ? motion.gap_ms : 0;
  const known = holds(session).reduce((sum, hold) => sum + length(hold), gap);
  return known < (plan - EARLY_S) * 1000;
}

const iso = (at) => new Date(at).toISOString();
const seconds = (held) => held.reduce((sum, hold) => sum + hold.seconds, 0);

/** The holds as they are stored: at most eight, whole degrees and seconds, at most half an hour. */
function kept(session) {
  let [ms, told] = [0, 0];
  const held = merged(holds(session), MOST_HOLDS).map((hold) => {
    ms += length(hold);
    const before = told;
    told = Math.min(Math.round(ms / 1000), MOST_S); // rounded on the sum: parts add up to the whole
    const deg = Math.min(Math.max(Math.round(hold.mean), 0), STEEPEST_DEG);
    return { from: hold.from, deg, seconds: told - before };
  });
  return held.filter((hold) => hold.seconds > 0);
}

function instants({ go_at: go, level_at: level, rated_at: rated, at, skew }, held) {
  const end = Math.min(Math.max(level ?? at, go + held * 1000), go + LONGEST_MS);
  return {
    start: go - skew, // by the clock as it is now, if it was put back meanwhile
    end: end - skew,
    rated: rated === null ? null : Math.max(rated, end) - skew,
  };
}

function holdFields({ deg, seconds: time }, place) {
  const [minutes, rest] = [String(Math.floor(time / 60)), String(time % 60)];
  const angle = String(deg);
  if (place) return [angle, minutes, rest].map((part, at) => [`hold_${place + 1}_${at}`, part]);
  return [["angle_deg", angle], ["duration_s_0", minutes], ["duration_s_1", rest]];
}

function restS({ rest_at: from, after_at: to }) {
  if (from === null || to === null) return null;
  return Math.min(Math.max(0, Math.round((to - from) / 1000)), MOST_REST_S);
}

function measured(session, held) {
  const samples = isMeasured(session) ? summary(session) : null;
  if (!samples) return [["samples", ""], ["trace", ""]];
  const begun = held.map(({ from }) => Math.round((from - session.go_at) / 1000));
  const trace = thinned(session, begun);
  return [["samples", JSON.stringify(samples)], ["trace", trace ? JSON.stringify(trace) : ""]];
}
