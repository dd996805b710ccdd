// The queue, put together from its parts; queue.js says what each function does.

import { createEntries } from "./entries.js";
import { complete, field } from "./fields.js";
import { uuid7 } from "./ids.js";
import { postForm } from "./post.js";
import { createSync } from "./sync.js";
import { createValues } from "./values.js";

/** This browser keeps nothing (private mode, no IndexedDB, storage full): send it as a plain form. */
export class NoStorage extends Error {}

// Another record holds this name already: under a new one it can still be saved.
const TAKEN = new Set(["reused", "id_taken"]);

// Another tab sends for long, or the database failed: it is kept, and a later round sends it.
const NOT_NOW = (id) => () => ({ rows: [{ id }], outcomes: new Map(), why: "server" });

export function createQueue({ env, account, present, who }) {
  const entries = createEntries(env);
  const { alone, asked, round, gone, led } = createSync({ env, entries, account, who });

  async function keep({ url, fields, what }) {
    try {
      const mine = await account();
      if (mine === null || !env.subtle) throw new Error("Nobody's page, or no HTTPS.");
      const now = env.now();
      const content = { url, what, fields: complete(fields, now) };
      const madeAt = new Date(now).toISOString();
      const id = await entries.add(mine, field(content.fields, "write_id"), content, madeAt);
      env.changed();
      env.persist().catch(() => {});
      return told(await entries.one(mine, id));
    } catch (error) {
      throw new NoStorage("This browser keeps nothing for pages.", { cause: error });
    }
  }

  async function send({ id }) {
    const work = () => round({ force: true, only: id });
    const { rows, outcomes, why } = await alone(work).catch(NOT_NOW(id));
    env.changed();
    const isThere = rows.some((row) => row.id === id);
    return outcomes.get(id) ?? (isThere ? { state: "waiting", why: why ?? "server" } : gone(id));
  }

  async function sync({ force = false, settle = false } = {}) {
    const elsewhere = { rows: [], outcomes: new Map(), why: null };
    const work = async (lock) => (lock ? round({ force, settle }) : elsewhere);
    const { rows, outcomes, why } = await alone(work, { impatient: !force });
    if (rows.length > 0) env.changed();
    return { saved: [...outcomes.values()].filter(({ state }) => state === "saved").length, why };
  }

  async function hold({ id }) {
    const why = "offline";
    await entries.note(await account(), id, { why });
    env.changed();
    return { state: "waiting", why };
  }

  async function keepAndSend(given) {
    const entry = await keep(given);
    const said = env.isOnline() ? await send(entry) : await hold(entry);
    // The page it leads to may say something that matters: a safety question, say.
    if (said.state === "saved" && !said.url) said.url = await led(entry);
    return { ...said, entry };
  }

  async function waiting() {
    const mine = await present();
    return mine === null || !env.subtle ? [] : (await entries.all(mine)).map(told);
  }

  async function open({ id }) {
    const mine = await account();
    const person = await asked(mine);
    const content = await alone(() => opened(mine, id));
    if (content) postForm(content, person);
  }

  /** Note that the person settles it; a name that is taken gives way to a new one. */
  async function opened(mine, id) {
    const row = await entries.one(mine, id);
    if (!row?.content) return null;
    const opened_at = new Date(env.now()).toISOString();
    if (!TAKEN.has(row.code)) {
      await entries.note(mine, id, { opened_at });
      return row.content;
    }
    const names = { write_id: uuid7(env.now()), record_id: uuid7(env.now()) };
    const fields = row.content.fields.map(([name, value]) => [name, names[name] ?? value]);
    const content = { ...row.content, fields };
    const changes = { opened_at, code: "opened" };
    await entries.rewrite(mine, { id, write_id: names.write_id }, content, changes);
    return content;
  }

  const drop = async (id) => {
    await entries.remove(await account(), id);
    env.changed();
  };

  const atLogOut = (work) => async () => work((await account()) ?? "");

  return {
    ...{ keep, send, sync, keepAndSend, waiting, open, drop },
    ...{ unsent: atLogOut(entries.unsent), release: atLogOut(entries.release) },
    ...createValues({ env, account }),
  };
}

function told({ id, made_at, state, why, code, write_id, content }) {
  const { url = "", what = "", fields = [], message = "", errors = {} } = content ?? {};
  return { id, what, made_at, state, why, code, message, errors, write_id, url, fields };
}
