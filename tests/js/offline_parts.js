// A phone, its tabs and a server of our own making, for the tests of static/js/offline.

import { IDBFactory, IDBKeyRange } from "fake-indexeddb";

import { createQueue } from "../../static/js/offline/create.js";
import { createPerson } from "../../static/js/offline/person.js";
import { createStore } from "../../static/js/offline/store.js";

const never = new Promise(() => {});

/** One lock over all tabs, as navigator.locks; a tab that dies gives it back. */
export function makeLocks() {
  let held = null;
  const queue = [];
  function next() {
    held = queue.shift() ?? null;
    held?.start();
  }
  function release(turn) {
    if (held === turn) next();
    else if (queue.includes(turn)) queue.splice(queue.indexOf(turn), 1);
  }
  function of(turns) {
    return {
      request(name, { ifAvailable, signal } = {}, work) {
        if (ifAvailable && held) return work(null);
        return new Promise((resolve, reject) => {
          const turn = {};
          const end = (settle) => (value) => {
            turns.delete(turn);
            release(turn);
            settle(value);
          };
          turn.start = () => work({ name }).then(end(resolve), end(reject));
          turns.add(turn);
          signal?.addEventListener("abort", () => held !== turn && end(reject)(signal.reason));
          queue.push(turn);
          if (!held) next();
        });
      },
    };
  }
  return { of, release };
}

/** What many tabs share: the database, the lock, the hint and the clock. */
export function makePhone() {
  const factory = new IDBFactory();
  const locks = makeLocks();
  const phone = { now: Date.parse("2026-11-22T12:00:00Z"), marked: false, changes: 0 };

  /**
   * A page. `fault()` is asked at each step outside the script: "before" or "after" kills the page
   * there, so that it never comes back from it.
   */
  phone.tab = ({ server, account, fault = () => "", online = true, fetch = server?.fetch }) => {
    const turns = new Set();
    const tab = { alive: true, account };
    tab.kill = () => {
      tab.alive = false;
      for (const turn of [...turns]) locks.release(turn);
    };
    const step = (work) => async (...given) => {
      const end = tab.alive ? fault(tab) : "";
      if (end === "before") tab.kill();
      if (!tab.alive) return never;
      const done = await work(...given).catch((error) => (tab.alive ? Promise.reject(error) : never));
      if (end === "after") tab.kill();
      return tab.alive ? done : never;
    };
    const real = createStore(() => factory);
    const { subtle } = globalThis.crypto;
    const env = {
      store: { transact: step(real.transact) },
      subtle: {
        generateKey: step((...given) => subtle.generateKey(...given)),
        encrypt: step((...given) => subtle.encrypt(...given)),
        decrypt: step((...given) => subtle.decrypt(...given)),
      },
      range: IDBKeyRange,
      locks: locks.of(turns),
      fetch: step((url, how) => fetch(url, how)),
      now: () => phone.now,
      isOnline: () => online,
      pageAccount: () => tab.account,
      mark: (isWaiting) => (phone.marked = isWaiting),
      changed: () => (phone.changes += 1),
      persist: async () => (phone.persisted = true),
    };
    tab.person = createPerson(env);
    return Object.assign(tab, createQueue({ env, ...tab.person }), { env });
  };
  phone.store = createStore(() => factory);
  phone.rows = () =>
    phone.store.transact(
      ["entries"],
      "readonly",
      (entries) => new Promise((done) => (entries.getAll().onsuccess = (e) => done(e.target.result))),
    );
  return phone;
}

const answer = (status, body) => ({
  status,
  ok: status < 300,
  json: async () => (body === undefined ? JSON.parse("<html>") : body),
});

/** Books by write_id, as ours: the same again gets the same answer, other content is refused. */
export function makeServer({ refuse = () => null } = {}) {
  const server = { account: null, csrf: "csrf-1", booked: [], posts: 0, asked: 0, fault: () => "" };
  const content = (fields) =>
    JSON.stringify(fields.filter(([name]) => !["account", "device_now", "write_id"].includes(name)));

  function take(url, fields, token) {
    const { write_id: name, account } = Object.fromEntries(fields);
    if (token !== server.csrf) return answer(403, { code: "csrf" });
    if (server.account === null) return answer(401, { code: "log_in" });
    if (account !== `token of ${server.account}`) return answer(403, { code: "account" });
    const earlier = server.booked.find((one) => one.name === name && one.account === server.account);
    if (earlier?.content === content(fields)) return answer(200, { saved: true, url: earlier.url });
    if (earlier) return answer(409, { code: "reused", message: "Saved with other content." });
    const refused = refuse(fields);
    if (refused) return answer(...refused);
    const booked = { name, account: server.account, content: content(fields), url: `${url}1/` };
    server.booked.push({ ...booked, fields });
    return answer(200, { saved: true, url: booked.url });
  }

  server.fetch = async (url, { body, headers }) => {
    const is = server.fault(url); // "lost", "cut", an answer's status, or "" for none
    if (is === "lost") throw new TypeError("Failed to fetch");
    if (typeof is === "number") return answer(is);
    let said;
    if (url === "/offline/who/") {
      server.asked += 1;
      const { account, csrf } = server;
      said = answer(200, { account, token: account && `token of ${account}`, csrf });
    } else {
      server.posts += 1;
      said = take(url, [...body], headers["X-CSRFToken"]);
    }
    if (is === "cut") throw new TypeError("Failed to fetch"); // done, but nobody hears of it
    return said;
  };
  return server;
}

export const session = (pain, more = []) => ({
  url: "/sessions/new/",
  what: "Session",
  fields: [["pain_before", String(pain)], ["record_id", ""], ...more],
});
