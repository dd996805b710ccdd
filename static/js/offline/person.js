// Whose page this is, whose phone it is now, and who is logged in.
//
// A patient's page names its account in <html data-account>. Shell pages name nobody: there the
// phone's own record says it, set on every patient page and removed at log-out.

import { browser } from "./browser.js";
import { ask } from "./store.js";

const WHO = "/offline/who/";
const ANSWERS_WITHIN_MS = 8000;
const CURRENT = "current";

/** The server could not be reached, or something else answered in its place; `why` as entries wait. */
export class Offline extends Error {
  constructor(why = "offline") {
    super("The server could not be reached.");
    this.why = why;
  }
}

export function createPerson(env) {
  const device = (name) =>
    env.store.transact(["device"], "readonly", (values) => ask(values.get(name)));

  async function keepDevice(name, value) {
    await env.store.transact(["device"], "readwrite", (values) =>
      ask(value === undefined ? values.delete(name) : values.put(value, name)),
    );
  }

  const current = async () => (await device(CURRENT).catch(() => null)) || null;
  let first = null;

  // A shell stays the page of whoever it was first: another tab may log somebody else in meanwhile.
  async function account() {
    const named = env.pageAccount();
    if (named === undefined) first ??= await current();
    return (named ?? first) || null;
  }

  /** Whose entries may be shown here: nobody's, once the phone is somebody else's or nobody's. */
  async function present() {
    const mine = await account();
    return env.pageAccount() === undefined && (await current()) !== mine ? null : mine;
  }

  const remember = (who) => keepDevice(CURRENT, (first = who ?? null) ?? undefined);
  const forget = () => remember(undefined);

  async function who() {
    const answer = await env
      .fetch(WHO, {
        headers: { Accept: "application/json" },
        cache: "no-store",
        redirect: "manual",
        signal: AbortSignal.timeout?.(ANSWERS_WITHIN_MS), // older Safari has none
      })
      .catch(() => null);
    const said = answer?.ok ? await answer.json().catch(() => null) : null; // a hotel's sign-in page
    if (said && "account" in said) return said;
    throw new Offline(answer?.status >= 500 ? "server" : "offline");
  }

  return { account, present, remember, forget, who, device, keepDevice };
}

const here = createPerson(browser);

/**
 * The account of this page, or of this phone; null when nobody's.
 * @type {() => Promise<string|null>}
 */
export const account = here.account;

/** The same for what is shown: null on a shell once the phone is another account's, or nobody's. */
export const present = here.present;

/**
 * Note that the phone is this account's now. A patient's page does so when it loads.
 * @type {(account: string) => Promise<void>}
 */
export const remember = here.remember;

/** The phone is nobody's any more: at log-out. @type {() => Promise<void>} */
export const forget = here.forget;

/**
 * Ask the server who is logged in; throws Offline.
 * @type {() => Promise<{account: string|null, token: string, csrf: string}>}
 */
export const who = here.who;

/**
 * A thing about the phone itself, unsealed and the same for every account, such as the calibration;
 * undefined if it is not there.
 * @type {(name: string) => Promise<any>}
 */
export const device = here.device;

/**
 * Keep a thing about the phone itself; undefined removes it.
 * @type {(name: string, value: any) => Promise<void>}
 */
export const keepDevice = here.keepDevice;
