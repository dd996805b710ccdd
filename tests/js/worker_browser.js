// A browser of our own making around the service worker: its caches, a network that can be cut, a
// clock that can be wound on, and a list of what the worker was seen to do.

import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";

const SCRIPT = readFileSync(new URL("../../static/js/offline/worker.js", import.meta.url), "utf8");

export const SITE = "https://invertrack.example";
export const SHELLS = ["today", "log", "live", "journal", "now", "waiting", "elsewhere"];

class FakeRequest {
  constructor(url, { credentials = "same-origin", mode = "cors", method = "GET" } = {}) {
    Object.assign(this, { url: new URL(url, SITE).href, credentials, mode, method });
  }
}

/** Caches that several versions of the worker share, in the order in which they were made. */
export function storage(network) {
  const made = new Map();
  const cache = (kept) => ({
    keys: async () => [...kept.keys()],
    addAll: async (requests) => {
      const found = await Promise.all(requests.map(network));
      if (found.some(({ ok }) => !ok)) throw new TypeError("bad status");
      requests.forEach(({ url }, place) => kept.set(url, found[place]));
    },
  });
  return {
    made,
    open: async (name) => {
      if (!made.has(name)) made.set(name, new Map());
      return cache(made.get(name));
    },
    keys: async () => [...made.keys()],
    delete: async (name) => made.delete(name),
    match: async (asked) => {
      const url = new URL(asked.url ?? asked, SITE).href;
      return [...made.values()].find((kept) => kept.has(url))?.get(url);
    },
  };
}

/** A network that answers with what a server has; `asked` tells of each request. */
export function server(pages = {}) {
  const asked = [];
  const network = async (request) => {
    const { url, credentials } = typeof request === "string" ? new FakeRequest(request) : request;
    asked.push([url.slice(SITE.length), credentials]);
    if (network.mode === "cut") throw new TypeError("Failed to fetch");
    if (network.mode === "silent") return new Promise(() => {});
    const path = url.slice(SITE.length);
    if (network.mode === "out") return { ok: false, status: 503 };
    return { ok: network.missing !== path, status: 200, said: pages[path] ?? `${network.word}: ${path}` };
  };
  return Object.assign(network, { asked, word: "network", mode: "open", missing: null });
}

/** The worker of one version. */
export function worker({ windows = [], version = "one", files = ["/static/a.js"], network = server(), caches = storage(network) } = {}) {
  const listeners = {};
  const did = { shown: [], opened: [], focused: [], claimed: 0, skipped: 0, waits: [] };
  const self = {
    location: { origin: SITE },
    addEventListener: (name, listener) => (listeners[name] = listener),
    skipWaiting: () => (did.skipped += 1),
    registration: { showNotification: async (title, options) => did.shown.push({ title, ...options }) },
    clients: {
      claim: async () => (did.claimed += 1),
      matchAll: async () => windows.map((url) => ({ url, focus: async () => did.focused.push(url) })),
      openWindow: async (url) => did.opened.push(url),
    },
  };
  const build = { version, static: "/static/", files, shells: SHELLS };
  const setTimeout = (then, ms) => did.waits.push([ms, then]);
  const Response = { error: () => "no answer" };
  const inside = { self, URL, caches, fetch: network, Request: FakeRequest, Response, setTimeout };
  runInContext(`const BUILD = ${JSON.stringify(build)};${SCRIPT}`, createContext(inside));

  const happen = async (name, event = {}) => {
    const work = [];
    const waitUntil = (promise) => work.push(promise);
    listeners[name]({ waitUntil, respondWith: waitUntil, ...event });
    return (await Promise.all(work))[0];
  };
  const ask = (url, how) => happen("fetch", { request: new FakeRequest(url, how) });
  return Object.assign(did, {
    listeners,
    happen,
    ask,
    visit: (path) => ask(path, { mode: "navigate" }),
    push: (text) => happen("push", { data: text === null ? null : { json: () => JSON.parse(text) } }),
    press: (url) => happen("notificationclick", { notification: { close: () => {}, data: url && { url } } }),
  });
}
