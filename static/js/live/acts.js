// What each press writes into a session. When it may be, and what follows by itself, stands in
// machine.js; how a session comes to level, in landing.js.

import { TILT_MS } from "./clock.js";
import { marked } from "./measure.js";

const PLAN_S = { least: 5, most: 1_800 };
const SOURCES = ["measured", "mark", "guess"];
const ONSET = { tilting: "during", holding: "during", coming_up: "coming_up" };

const isWhole = (value, most) => Number.isInteger(value) && value >= 0 && value <= most;
const isScore = (pain) => isWhole(pain, 10);
const isAngle = (deg) => isWhole(deg, 90);
const isSeverity = (severity) => isWhole(severity, 3);

export const ratedBefore = (session, { pain }) =>
  isScore(pain) && { state: "ready", pain_before: pain };

export function go(session, { planned_s: plan, source, typed_deg: typed }) {
  const isTyped = source !== "measured";
  if (!SOURCES.includes(source) || (isTyped && !isAngle(typed))) return null;
  return {
    state: "tilting",
    go_at: session.at,
    source,
    planned_s: Number.isFinite(plan) ? Math.min(Math.max(plan, PLAN_S.least), PLAN_S.most) : null,
    typed_deg: isAngle(typed) ? typed : null,
    typed_from: isTyped ? session.at + TILT_MS : null,
  };
}

export const comeUp = (session) => rise(session, "press", "come_up");

/** The stop list was opened: whoever is tilted comes up, whoever is not goes no further. */
export function stop(session) {
  const rises = ["tilting", "holding"].includes(session.state);
  if (rises) return rise(session, "stop", "stop");
  const marks = session.marks.some(([, what]) => what === "stop");
  return {
    marks: marks ? session.marks : marked(session, session.at, "stop"),
    up_at: session.up_at ?? session.at,
    up_by: session.up_by ?? "stop",
  };
}

const rise = (session, by, what) => ({
  state: "coming_up",
  up_at: session.at,
  up_by: by,
  typed_to: session.at,
  marks: marked(session, session.at, what),
});

/** A symptom that was tapped, with when it began: by the state in which it was tapped. */
export function symptom(session, { code, severity }) {
  if (typeof code !== "string" || !isSeverity(severity)) return null;
  const known = session.effects[code];
  const said = { severity, onset: known?.onset ?? ONSET[session.state] ?? "after" };
  return {
    effects: { ...session.effects, [code]: said },
    marks: known ? session.marks : marked(session, session.at, code),
  };
}

export function ratedAfter(session, { pain }) {
  if (pain !== null && !isScore(pain)) return null;
  return { state: "effects", pain_after: pain, rated_at: pain === null ? null : session.at };
}

/** What the last question was answered; a severity of null takes a symptom back. */
export function effects(session, { codes = {}, onsets = {} }) {
  const said = Object.entries(codes).filter(([, severity]) => isSeverity(severity));
  const others = Object.entries(session.effects).filter(([code]) => !(code in codes));
  const given = said.map(([code, severity]) => {
    const onset = onsets[code] ?? session.effects[code]?.onset ?? "";
    return [code, { severity, onset }];
  });
  return { effects: Object.fromEntries([...others, ...given]), effects_at: session.at };
}
