// What is saved on this phone until the server has it: each entry sealed, sent once, never dropped.
//
// Everything speaks of the account of this page or phone (person.js); others' entries do not exist.
// While anything waits, of whomever, localStorage holds the key "invertrack-waiting": a hint by
// which a page knows cheaply whether to load this. "invertrack:waiting" is dispatched on
// `document` after each change, in every tab.

import { browser } from "./browser.js";
import { createQueue } from "./create.js";
import * as person from "./person.js";

export { NoStorage } from "./create.js";

const queue = createQueue({ env: browser, ...person });

/**
 * Keep what a form would send; resolves when it lies durably on the phone, throws NoStorage.
 *
 * `write_id` and `device_now` are added if missing or empty; `record_id` is filled if it is there
 * and empty. `csrfmiddlewaretoken` and `account` are left out: they are set anew when it is sent.
 * The same fields under the same write_id again are the same entry.
 *
 * @typedef {{url: string, fields: Array<[string, string]>, what: string}} Given
 *   url: path of the form's own page; what: in words, such as "Session"
 * @typedef {{id: number, what: string, made_at: string, state: "waiting"|"refused", why: string,
 *   code: string, message: string, errors: Object<string, string[]>, write_id: string, url: string,
 *   fields: Array<[string, string]>}} Entry
 * @type {(given: Given) => Promise<Entry>}
 */
export const keep = queue.keep;

/**
 * Send one entry now, whatever its state and back-off, and with it what waits before it.
 *
 * @typedef {{state: "saved", url: string}
 *   | {state: "waiting", why: "offline"|"log_in"|"other_account"|"server"}
 *   | {state: "refused", code: string, message: string, errors: Object<string, string[]>}} Outcome
 *   url is "" when another tab sent it meanwhile; keepAndSend asks where it led
 * @type {(entry: {id: number}) => Promise<Outcome>}
 */
export const send = queue.send;

/**
 * Send what waits, oldest first, one at a time over all tabs; answers why the rest waits.
 *
 * force: whatever the back-off says (a press). settle: ask again also about refused entries that the
 * person opened (a page has loaded).
 * @type {(how?: {force?: boolean, settle?: boolean}) => Promise<{saved: number, why: string|null}>}
 */
export const sync = queue.sync;

/**
 * Keep, then send; throws NoStorage.
 * @type {(given: Given) => Promise<Outcome & {entry: Entry}>} entry: as it was kept
 */
export const keepAndSend = queue.keepAndSend;

/** This account's entries that are not on the server, oldest first. @type {() => Promise<Entry[]>} */
export const waiting = queue.waiting;

/**
 * Post a refused entry as a real form: the server's own page shows its errors, or both versions.
 * Throws Offline (person.js) where it cannot: `why` says why.
 * @type {(entry: {id: number}) => Promise<void>}
 */
export const open = queue.open;

/** Delete an entry from this phone, unsent. Ask the person first. @type {(id: number) => Promise<void>} */
export const drop = queue.drop;

/** At log-out: how much is on this phone only. @type {() => Promise<{entries: number, drafts: number}>} */
export const unsent = queue.unsent;

/** At log-out: with nothing unsent, this account's key and values go. @type {() => Promise<boolean>} */
export const release = queue.release;

/** What the server last said a session may start from; null if nothing is kept. */
export const facts = queue.facts;

/** @type {(facts: object) => Promise<void>} */
export const keepFacts = queue.keepFacts;

/** A small sealed value, such as the running session; null if none. @type {(name: string) => Promise<any>} */
export const draft = queue.draft;

/** Later calls win, in the order of the calls. @type {(name: string, value: any) => Promise<void>} */
export const keepDraft = queue.keepDraft;

/** @type {(name: string) => Promise<void>} */
export const dropDraft = queue.dropDraft;
