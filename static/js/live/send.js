// Sends a session that is over: kept on the phone first, or straight where a browser keeps nothing.

import { keepAndSend, NoStorage } from "../offline/queue.js";
import { account as whose, who } from "../offline/person.js";
import { fields, problem } from "./record.js";

const WHAT = "Session";
const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";

async function straight(url, given) {
  try {
    const { account, token, csrf } = await who();
    if (!account) return { state: "unkept", why: "log_in" };
    const mine = await whose();
    if (mine && mine !== account) return { state: "unkept", why: "other_account" };
    const answer = await fetch(url, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": csrf },
      body: new URLSearchParams([...given, ["account", token]]),
      redirect: "manual",
    });
    const said = await answer.json();
    if (answer.ok) return { state: "saved", url: said.url };
    if (answer.status === 422) return { state: "refused", message: said.message, errors: said.errors };
  } catch {
    // no connection, or an answer that is not the server's own: it can be sent again
  }
  return { state: "unkept", why: "unkept" };
}

async function sent(url, given) {
  try {
    return await keepAndSend({ url, fields: given, what: WHAT });
  } catch (error) {
    if (!(error instanceof NoStorage)) throw error;
    return straight(url, given);
  }
}

/** {state: "short"}, or what queue.keepAndSend says or {state: "unkept", why}, and what was sent. */
export async function save(url, session, note) {
  if (problem(session)) return { state: "short", given: {} };
  const given = fields(session, { tz: zone(), note });
  return { ...(await sent(url, given)), given: Object.fromEntries(given) };
}
