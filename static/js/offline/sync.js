// Sends what waits, one at a time over all tabs, oldest first. An entry goes only when the server
// says that it is saved; sent twice, it counts once there, by its write_id.

import { isDue, meaning, pause } from "./answers.js";
import { Offline } from "./person.js";

const LOCK = "invertrack-sync";
const LOCK_WAITS_MS = 10_000;
const ANSWERS_WITHIN_MS = 15_000;
const PATIENCE = 5; // tries after which an entry that the server fails on no longer holds up others

export function createSync({ env, entries, account, who }) {
  const landed = new Map(); // where each entry led that a round of this page sent

  /** An entry that is gone: another round sent it, or the person settled it. */
  const gone = (id) => ({ state: "saved", url: landed.get(id) ?? "" });

  async function post({ url, fields }, { token, csrf }) {
    const answer = await env
      .fetch(url, {
        method: "POST",
        body: new URLSearchParams([...fields, ["account", token]]),
        headers: { Accept: "application/json", "X-CSRFToken": csrf },
        redirect: "manual",
        signal: AbortSignal.timeout?.(ANSWERS_WITHIN_MS),
      })
      .catch(() => null);
    if (!answer) return { state: "waiting", why: "offline" };
    const body = await answer.json().catch(() => null);
    return { ...meaning(answer.status, body), isTokenOld: body?.code === "csrf" };
  }

  /** Who is logged in, if these entries are theirs; Offline says why they wait otherwise. */
  async function asked(mine) {
    const person = await who();
    if (person.account === mine) return person;
    throw new Offline(person.account === null ? "log_in" : "other_account");
  }

  async function deliver(mine, id, person) {
    const row = await entries.claim(mine, id);
    if (!row) return gone(id);
    if (!row.content) return settle(mine, row, { state: "refused", code: "unreadable" });
    let said = await post(row.content, person);
    if (said.isTokenOld) {
      // It changes at log-in: asked for again, once.
      const again = await asked(mine).catch(({ why }) => ({ why }));
      said = again.why ? { state: "waiting", why: again.why } : await post(row.content, again);
    }
    return settle(mine, row, said);
  }

  async function settle(mine, row, { state, url, why = "", code = "", message = "", errors = {} }) {
    // The person opened it on the server's own page, and saved it there with changes.
    const isSettled = code === "reused" && row.opened_at !== null;
    if (state === "saved" || isSettled) {
      await entries.remove(mine, row.id);
      if (!isSettled) landed.set(row.id, url);
      return gone(row.id);
    }
    const next_at = why === "server" ? env.now() + pause(row.attempts) : 0;
    const changes = { state, why, code, next_at };
    if (state === "waiting" || !row.content) await entries.note(mine, row.id, changes);
    else await entries.rewrite(mine, row, { ...row.content, message, errors }, changes);
    return state === "waiting" ? { state, why } : { state, code, message, errors };
  }

  /** Send a list in its order; what the server cannot take stops the rest, for a while. */
  async function inOrder(mine, rows, { force, only }) {
    const outcomes = new Map();
    let person = null;
    for (const { id, attempts, next_at } of rows) {
      const holdsUp = attempts < PATIENCE;
      if (!force && id !== only && !isDue(next_at, env.now())) {
        if (holdsUp) return { outcomes, why: "server" };
        continue;
      }
      person ??= await asked(mine);
      const said = await deliver(mine, id, person);
      outcomes.set(id, said);
      if (said.state === "waiting" && !(said.why === "server" && attempts + 1 >= PATIENCE)) {
        return { outcomes, why: said.why };
      }
    }
    return { outcomes, why: null };
  }

  async function round({ force = false, settle: asksAgain = false, only = null }) {
    const mine = await account();
    const isMeant = ({ id, state, opened_at }) =>
      id === only || state === "waiting" || (asksAgain && opened_at !== null);
    const rows = mine === null ? [] : (await entries.rows(mine)).filter(isMeant);
    try {
      return { rows, ...(await inOrder(mine, rows, { force, only })) };
    } catch (error) {
      if (!(error instanceof Offline)) throw error;
      const { why } = error;
      for (const { id, state } of rows) {
        if (state === "waiting") await entries.note(mine, id, { why });
      }
      return { rows, outcomes: new Map(), why };
    }
  }

  /** Run `work` while no other tab sends; not at all if `impatient` and one does. */
  async function alone(work, { impatient = false } = {}) {
    if (!env.locks) return work({}); // two tabs may send one entry: the server books it once
    const how = impatient ? { ifAvailable: true } : { signal: AbortSignal.timeout?.(LOCK_WAITS_MS) };
    return env.locks.request(LOCK, how, (lock) => work(lock));
  }

  /** Where an entry leads that another tab sent: sent again, it counts once and answers the same. */
  async function led(entry) {
    const mine = await account();
    const said = await asked(mine).then((person) => post(entry, person), () => null);
    return said?.url ?? "";
  }

  return { alone, asked, round, gone, led };
}
