// Small sealed values of an account: what a session may start from, and what is not finished yet.

import { DRAFT, FACTS } from "./entries.js";
import { unseal, writeSealed } from "./seal.js";
import { ask } from "./store.js";

const label = (name) => `value ${name}`;

export function createValues({ env, account }) {
  const { store } = env;
  let turn = Promise.resolve();

  // Sealing takes a moment: what was said last must also be written last.
  function inTurn(work) {
    const done = turn.then(work);
    turn = done.catch(() => {});
    return done;
  }

  async function read(name) {
    const whose = await account();
    if (whose === null) return null;
    const row = await store
      .transact(["values"], "readonly", (values) => ask(values.get([whose, name])))
      .catch(() => null);
    return row ? unseal(env, whose, label(name), row.sealed) : null;
  }

  async function write(name, value) {
    const whose = await account();
    if (whose === null) return;
    await writeSealed(env, ["values"], whose, label(name), value, (sealed, values) =>
      ask(values.put({ account: whose, name, sealed })),
    );
  }

  async function remove(name) {
    const whose = await account();
    if (whose === null) return;
    await store.transact(["values"], "readwrite", (values) => ask(values.delete([whose, name])));
  }

  return {
    facts: () => read(FACTS),
    keepFacts: (facts) => inTurn(() => write(FACTS, facts)),
    draft: (name) => inTurn(() => read(DRAFT + name)),
    keepDraft: (name, value) => inTurn(() => write(DRAFT + name, value)),
    dropDraft: (name) => inTurn(() => remove(DRAFT + name)),
  };
}
