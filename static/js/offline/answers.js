// What an answer of the server means for an entry, and how long to wait for the next try.

/** Codes by which our own pages refuse an entry as it is (the others are about who and when). */
const WAITS = { log_in: "log_in", account: "other_account", csrf: "server" };
const NOT_ITS_FAULT = new Set([401, 403, 408, 425, 429]);

/**
 * Only a plain "saved" lets an entry go: a sign-in page of a hotel's network answers 200 as well.
 *
 * @param {number} status
 * @param {object|null} body the answer as JSON; null if it is none
 */
export function meaning(status, body) {
  if (status === 200 && body?.saved === true) return { state: "saved", url: body.url ?? "" };
  const why = WAITS[body?.code];
  if (why) return { state: "waiting", why };
  if (status < 400) return { state: "waiting", why: "offline" };
  if (status >= 500 || NOT_ITS_FAULT.has(status)) return { state: "waiting", why: "server" };
  const { code = "refused", message = "", errors = {} } = body ?? {};
  return { state: "refused", code, message, errors };
}

const FIRST_S = 5;
const LONGEST_S = 600;

/** Milliseconds to wait after so many failed tries: doubling, up to ten minutes. */
export function pause(attempts) {
  return 1000 * Math.min(LONGEST_S, FIRST_S * 2 ** Math.min(attempts - 1, 10));
}

/** Whether it is time; a clock that was put back must not hold an entry up for a day. */
export function isDue(nextAt, now) {
  return nextAt <= now || nextAt - now > 1000 * LONGEST_S;
}
