// What the queue needs of the browser, in one place: tests put their own in its place.

import { createStore } from "./store.js";

const HINT = "invertrack-waiting";
const CHANGED = "invertrack:waiting";
const channel = globalThis.document && globalThis.BroadcastChannel && new BroadcastChannel(CHANGED);

function announce() {
  globalThis.document?.dispatchEvent(new CustomEvent(CHANGED));
}

channel?.addEventListener("message", announce);

// Without local storage pages do without the hint.
function mark(isWaiting) {
  try {
    if (isWaiting) localStorage.setItem(HINT, "1");
    else localStorage.removeItem(HINT);
  } catch {
    // nothing to do
  }
}

export const browser = {
  store: createStore(() => globalThis.indexedDB),
  subtle: globalThis.crypto?.subtle, // none on a page without HTTPS
  range: globalThis.IDBKeyRange,
  locks: globalThis.navigator?.locks,
  fetch: (...request) => fetch(...request),
  now: () => Date.now(),
  isOnline: () => globalThis.navigator?.onLine !== false,
  pageAccount: () => globalThis.document?.documentElement.dataset.account,
  mark,
  changed() {
    announce();
    channel?.postMessage("");
  },
  // Asks the browser not to clear this when space runs short; some ask the person.
  async persist() {
    const storage = globalThis.navigator?.storage;
    if (!(await storage?.persisted?.())) await storage?.persist?.();
  },
};
