// What lies on the phone is sealed with a key of its account, which no script can read out.

import { ask } from "./store.js";
import { uuid7 } from "./ids.js";

const ALGORITHM = "AES-GCM";
const AGAIN = Symbol("the key changed meanwhile");

/** The account's key, made once; of two tabs that make one at a time the first holds. */
async function keyOf({ store, subtle }, account) {
  const has = await store.transact(["keys"], "readonly", (keys) => ask(keys.get(account)));
  if (has) return has;
  const usages = ["encrypt", "decrypt"];
  const key = await subtle.generateKey({ name: ALGORITHM, length: 256 }, false, usages);
  const made = { account, id: uuid7(), key };
  return store.transact(["keys"], "readwrite", async (keys) => {
    const first = await ask(keys.get(account));
    if (!first) await ask(keys.put(made));
    return first ?? made;
  });
}

// Bound to its account and place: a sealed value that is moved elsewhere does not open.
function bound(account, label, iv) {
  const additionalData = new TextEncoder().encode(`${account} ${label}`);
  return { name: ALGORITHM, iv, additionalData };
}

async function seal(env, account, label, value) {
  const { id, key } = await keyOf(env, account);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(value));
  const data = await env.subtle.encrypt(bound(account, label, iv), key, text);
  return { key: id, iv, data };
}

/** The value again; null if the key is gone, of another account, or the value was moved. */
export async function unseal(env, account, label, sealed) {
  const held = await env.store.transact(["keys"], "readonly", (keys) => ask(keys.get(account)));
  if (!held) return null;
  try {
    const text = await env.subtle.decrypt(bound(account, label, sealed.iv), held.key, sealed.data);
    return JSON.parse(new TextDecoder().decode(text));
  } catch {
    return null;
  }
}

/**
 * Seal a value and write it by `work(sealed, ...stores)` in one transaction.
 *
 * A log-out in another tab may take the key away between the two: then it is sealed anew, so that
 * nothing is ever written that no key opens.
 */
export async function writeSealed(env, names, account, label, value, work) {
  for (;;) {
    const sealed = await seal(env, account, label, value);
    const written = await env.store.transact(["keys", ...names], "readwrite", async (keys, ...to) => {
      const held = await ask(keys.get(account));
      return held?.id === sealed.key ? work(sealed, ...to) : AGAIN;
    });
    if (written !== AGAIN) return written;
  }
}
