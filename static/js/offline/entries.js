// The entries that wait on this phone, as rows: only their content is sealed.

import { ask } from "./store.js";
import { unseal, writeSealed } from "./seal.js";

const label = (writeId) => `entry ${writeId}`;

export function createEntries(env) {
  const { store } = env;

  const rowsOf = (account, entries) => ask(entries.index("account").getAll(account));

  /** An account's rows, oldest first, with their content sealed. */
  function rows(account) {
    return store.transact(["entries"], "readonly", (entries) => rowsOf(account, entries));
  }

  /** Add an entry, or find the one that says the same; one that was never sent is corrected. */
  async function add(account, writeId, content, madeAt) {
    const same = (await all(account)).filter((row) => row.write_id === writeId);
    const twin = same.find((row) => says(row.content) === says(content));
    if (twin) return twin.id;
    const row = { account, write_id: writeId, made_at: madeAt, ...START };
    return writeSealed(env, ["entries"], account, label(writeId), content, async (sealed, entries) => {
      const still = same.length > 0 && (await ask(entries.get(same.at(-1).id)));
      if (still && still.attempts === 0) return ask(entries.put({ ...still, sealed }));
      const id = await ask(entries.add({ ...row, sealed }));
      env.mark(true); // inside the transaction: in one order over all tabs
      return id;
    });
  }

  /** The same with their content: null if no key opens it. */
  async function all(account) {
    return Promise.all((await rows(account)).map((row) => opened(account, row)));
  }

  async function one(account, id) {
    const row = await store.transact(["entries"], "readonly", (entries) => ask(entries.get(id)));
    return row?.account === account ? opened(account, row) : null;
  }

  async function opened(account, row) {
    return { ...row, content: await unseal(env, account, label(row.write_id), row.sealed) };
  }

  /** Take a row up to send it: from here on it may be on the server. Null if it is gone. */
  async function claim(account, id) {
    const row = await store.transact(["entries"], "readwrite", async (entries) => {
      const found = await ask(entries.get(id));
      if (found?.account !== account) return null;
      const claimed = { ...found, attempts: found.attempts + 1 };
      await ask(entries.put(claimed));
      return claimed;
    });
    return row && opened(account, row);
  }

  /** Note how it stands; a row that is gone stays gone. */
  function note(account, id, changes) {
    return store.transact(["entries"], "readwrite", async (entries) => {
      const row = await ask(entries.get(id));
      if (row?.account === account) await ask(entries.put({ ...row, ...changes }));
    });
  }

  /** The same with new content, under the same or another write_id. */
  function rewrite(account, { id, write_id: writeId }, content, changes) {
    return writeSealed(env, ["entries"], account, label(writeId), content, async (sealed, entries) => {
      const row = await ask(entries.get(id));
      if (row?.account !== account) return;
      await ask(entries.put({ ...row, ...changes, write_id: writeId, sealed }));
    });
  }

  function remove(account, id) {
    return store.transact(["entries"], "readwrite", async (entries) => {
      const row = await ask(entries.get(id));
      if (row?.account !== account) return;
      await ask(entries.delete(id));
      if ((await ask(entries.count())) === 0) env.mark(false);
    });
  }

  const valuesOf = (account) => env.range.bound([account, ""], [account, "\uffff"]);

  async function countIn(account, entries, values) {
    const names = (await ask(values.getAllKeys(valuesOf(account)))).map(([, name]) => name);
    const drafts = names.filter((name) => name.startsWith(DRAFT)).length;
    return { entries: (await rowsOf(account, entries)).length, drafts };
  }

  /** What is on this phone only. */
  function unsent(account) {
    return store.transact(["entries", "values"], "readonly", (...all) => countIn(account, ...all));
  }

  /** At log-out: with nothing unsent the account's key and values go; answers whether they did. */
  function release(account) {
    const names = ["entries", "values", "keys"];
    return store.transact(names, "readwrite", async (entries, values, keys) => {
      const left = await countIn(account, entries, values);
      await ask(values.delete([account, FACTS]));
      if (left.entries + left.drafts > 0) return false;
      await ask(keys.delete(account));
      return true;
    });
  }

  return { rows, add, all, one, claim, note, rewrite, remove, unsent, release };
}

const START = { state: "waiting", why: "", code: "", attempts: 0, next_at: 0, opened_at: null };
const says = (content) => content && JSON.stringify([content.url, content.fields]);

export const FACTS = "facts";
export const DRAFT = "draft ";
