// Which cue is due. Each is said once; one that comes over 5 s late, after a lock, is not said.
//
// Names, as in <template data-cue="name">, `n` for its number where it has one:
//   go                     measured: lie back slowly
//   go_typed  n=seconds    typed or mark: as many seconds to tilt
//   begin                  typed or mark: the time runs
//   held      n=degrees    measured: a hold was found, the time runs
//   restless               the table keeps moving: counted at its mean angle
//   over_cap  n=degrees    steeper than the cap (n is the cap); again after coming back under it
//   minutes_left n         of the planned time, at each whole minute (1, 2, ...)
//   minutes_passed n       without a plan
//   thirty_seconds         left
//   over_cap_time          longer than the cap
//   time                   the planned time is over
//   come_up                come up slowly; after `time`, or when it was asked for
//   rest      n=seconds    level: rest (60 or 120)
//   rest_over

import { TILT_MS, heldMs, holds, isMeasured, restMs } from "./clock.js";
import { OVER_MS } from "./measure.js";

const STALE_MS = 5_000;
const GRACE_MS = 5_000; // at the end of a capped time nobody is level at once
const MINUTE_MS = 60_000;

/**
 * @param session as machine.js gives it, after every step
 * @param {string[]} said keys of what was said, kept with the draft
 * @returns {{say: {key: string, name: string, n: number|null}[], said: string[]}} in order
 */
export function due(session, said) {
  if (session.go_at === null) return { say: [], said };
  const all = [begun, found, timed, ended].flatMap((cues) => cues(session));
  const fresh = all.filter(({ key, late }) => late >= 0 && !said.includes(key));
  const say = fresh.filter(({ late }) => late <= STALE_MS);
  return {
    say: say.map(({ key, name, n }) => ({ key, name, n })),
    said: fresh.length ? [...said, ...fresh.map(({ key }) => key)] : said,
  };
}

const cue = (name, late, n = null, key = name) => ({ key, name, n, late });

function begun({ at, go_at: go, typed_from: from, typed_to: to }) {
  if (from === null) return [cue("go", at - go)];
  const first = cue("go_typed", at - go, TILT_MS / 1000, "go");
  return to === null || to > from ? [first, cue("begin", at - from)] : [first];
}

function found(session) {
  if (!isMeasured(session)) return [];
  const { at: now, over_at: over, cap } = session;
  const passed = over === null ? [] : [over + OVER_MS];
  return [
    ...holds(session).map(({ from, found_at: at, mean, counts }) =>
      counts
        ? cue("restless", now - at, null, `restless:${from}`)
        : cue("held", now - at, Math.max(0, Math.round(mean)), `held:${from}`),
    ),
    ...passed.map((at) => cue("over_cap", now - at, cap.angle_deg, `over_cap:${at}`)),
  ];
}

// While the time runs, what is late by the time at angle is late by the clock on the wall too.
function timed(session) {
  const { state, planned_s: plan, cap } = session;
  const held = heldMs(session);
  const over = (cap?.duration_s ?? Infinity) * 1000 + GRACE_MS;
  const tooLong = [cue("over_cap_time", held - over)];
  if (state === "coming_up") return tooLong;
  if (state !== "holding") return [];
  if (plan === null) {
    const whole = range(Math.floor(held / MINUTE_MS));
    const passed = (n) => cue("minutes_passed", held - n * MINUTE_MS, n, `passed:${n}`);
    return [...whole.map(passed), ...tooLong];
  }
  const since = held - plan * 1000; // below 0 while there is time left
  const whole = range(Math.ceil((plan * 1000) / MINUTE_MS) - 1).reverse();
  const left = (n) => cue("minutes_left", since + n * MINUTE_MS, n, `left:${n}`);
  const half = plan > 30 ? [cue("thirty_seconds", since + 30_000)] : [];
  return [...whole.map(left), ...half, ...tooLong];
}

function ended(session) {
  const { at, state, up_at: up, up_by: by, rest_at: rest, after_at: after } = session;
  const cues = [];
  if (by === "time") cues.push(cue("time", at - up));
  if (by !== null && by !== "level") cues.push(cue("come_up", at - up));
  const whole = restMs(session);
  if (state === "resting") cues.push(cue("rest", at - rest, whole / 1000, `rest:${rest}`));
  const isOver = state === "after" && after - (rest ?? after) >= whole;
  if (isOver) cues.push(cue("rest_over", at - after));
  return cues;
}

const range = (most) => Array.from({ length: Math.max(0, most) }, (_, place) => place + 1);
