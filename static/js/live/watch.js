// Somebody who is told if "level" does not come: asked of the server, while there is a connection.

import { who } from "../offline/person.js";
import { expectedLevelAt } from "./clock.js";

const LATER_MS = 15_000; // an expected end that moves by less is the same one
const MOST_LATER_MS = 120_000; // whoever swings and comes to no hold would move it for ever
const AGAIN_MS = 10_000;
const MOST_TRIES = 60; // of one thing to say: ten minutes
const RUNNING = ["tilting", "holding"]; // coming up late is what it watches for: that moves no end
const DONE = ["effects", "saved"]; // somebody pressed: whoever is there is back
const iso = (ms) => new Date(ms).toISOString();
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function post(url, fields) {
  const { csrf, token } = await who();
  const answer = await fetch(url, {
    method: "POST",
    headers: { "X-CSRFToken": csrf, Accept: "application/json" },
    body: new URLSearchParams({ ...fields, device_now: iso(Date.now()), account: token }),
    redirect: "manual",
  });
  if (!answer.ok) throw new Error(`watch: ${answer.status}`);
  return answer.json();
}

/** Whether the person is back: level was felt or pressed, or they answered what comes after. */
const isBack = ({ level_at, level_by, state }) =>
  Boolean(level_at) && (level_by !== "assumed" || DONE.includes(state));

/** `tell(name, values)` hears which sentence holds: watch_ready, _on, _nobody, _failed, or none. */
export function watching(url, tell, pause = wait) {
  let ends = null; // the end that the server knows, or is being told
  let latest = null; // how far it may move without a sign of the person
  let isKnown = false; // it has a watch of this session
  let isNobody = false;
  let wanted = null; // what it does not know yet; only the latest counts
  let isBusy = false;

  const ask = async () => {
    try {
      const headers = { Accept: "application/json" };
      const answer = await fetch(url, { headers, redirect: "manual" });
      if (!answer.ok) throw new Error(`watch: ${answer.status}`);
      const { contact } = await answer.json();
      if (contact) tell("watch_ready", { name: contact.name, margin: contact.margin_min });
      else tell("watch_nobody");
    } catch {
      tell("watch_failed");
    }
  };

  const heard = ({ watched, name, due_at: due }) => {
    isKnown ||= watched;
    isNobody = !watched;
    if (watched) tell("watch_on", { name, due });
    else tell("watch_nobody");
  };

  const say = async ({ id, fields }) => {
    const isFirst = !isKnown && "ends_at" in fields;
    const said = isFirst
      ? await post(url, { session_id: id, ...fields })
      : await post(`${url}${id}/`, fields);
    return "ends_at" in fields && heard(said);
  };

  // One after the other, so that "level" never overtakes what it answers; an answer that got lost
  // may have been heard, so that "level" is said of a beginning that failed, too.
  const deliver = async () => {
    if (isBusy) return;
    isBusy = true;
    for (let tries = 0; wanted && tries < MOST_TRIES; tries += 1) {
      const now = wanted;
      try {
        await say(now);
        if (wanted === now) wanted = null;
        tries = -1;
      } catch {
        if ("ends_at" in now.fields && wanted === now) tell("watch_failed");
        if (wanted === now) await pause(AGAIN_MS);
      }
    }
    isBusy = false;
  };

  const want = (id, fields) => {
    wanted = { id, fields };
    return deliver();
  };

  /** After each step of the session. */
  const follow = (session) => {
    const expected = expectedLevelAt(session);
    if (isNobody) return;
    if (RUNNING.includes(session.state) && expected !== null) {
      if (ends === null) latest = expected + MOST_LATER_MS;
      const at = Math.min(expected, latest);
      if (ends !== null && at - ends < LATER_MS) return;
      ends = at;
      want(session.id, { ends_at: iso(at) });
    } else if (ends !== null && isBack(session)) {
      ends = null;
      want(session.id, { level_at: iso(session.level_at) });
      tell(null);
    }
  };
  return { ask, follow };
}
