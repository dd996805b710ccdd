import assert from "node:assert/strict";
import { test } from "node:test";

import { SHELLS, SITE, server, storage, worker } from "./worker_browser.js";

const shell = (name, version = "one") => `/offline/${name}/?v=${version}`;

async function installed(options = {}) {
  const network = options.network ?? server();
  const caches = options.caches ?? storage(network);
  const one = worker({ ...options, network, caches });
  await one.happen("install");
  await one.happen("activate");
  return Object.assign(one, { network, caches });
}

test("installing keeps the shells and their files, asked without cookies", async () => {
  const { network, caches, skipped, claimed } = await installed();

  const wanted = ["/static/a.js", ...SHELLS.map((name) => shell(name))];
  assert.deepEqual(network.asked, wanted.map((path) => [path, "omit"]));
  assert.deepEqual([...caches.made.get("shell-one").keys()], wanted.map((path) => SITE + path));
  assert.deepEqual([skipped, claimed], [1, 1]);
});

test("a page comes from the network while there is one, and is never kept", async () => {
  const { visit, ask, caches } = await installed();
  const before = [...caches.made.get("shell-one").keys()];

  assert.equal((await visit("/insights/")).said, "network: /insights/");
  assert.equal((await visit("/today/")).said, "network: /today/");
  assert.equal((await ask("/static/other.js")).said, "network: /static/other.js");

  assert.deepEqual([...caches.made.get("shell-one").keys()], before);
  assert.deepEqual([...caches.made.keys()], ["shell-one"]);
});

test("without a network each page's own shell takes its place", async () => {
  const one = await installed();
  one.network.mode = "cut";
  const places = {
    "/": "today",
    "/today/": "today",
    "/today/?from=home": "today",
    "/sessions/new/": "log",
    "/sessions/live/": "live",
    "/sessions/start/": "live",
    "/journal/": "journal",
    "/journal/2026-05-12/": "journal",
    "/journal/now/": "now",
    "/offline/waiting/": "waiting",
    "/offline/who/": "elsewhere",
    "/journal/2026-05-12/body/": "elsewhere",
    "/sessions/": "elsewhere",
    "/insights/": "elsewhere",
    "/account/login/": "elsewhere",
  };

  for (const [path, name] of Object.entries(places)) {
    assert.equal((await one.visit(path)).said, `network: ${shell(name)}`, path);
  }
});

test("a server that is out gives way to the shell, and any other answer of it is shown", async () => {
  const one = await installed();

  one.network.mode = "out";
  assert.equal((await one.visit("/today/")).said, `network: ${shell("today")}`);
  one.network.mode = "open";
  one.network.missing = "/sessions/1/";
  assert.equal((await one.visit("/sessions/1/")).said, "network: /sessions/1/");
});

test("a network that stays silent is waited for eight seconds", async () => {
  const one = await installed();
  one.network.mode = "silent";

  const answer = one.visit("/today/");
  const [[ms, then]] = one.waits;
  then();

  assert.equal(ms, 8000);
  assert.equal((await answer).said, `network: ${shell("today")}`);
});

test("forms, answers for scripts, and other sites are left to the browser", async () => {
  const one = await installed();
  const before = one.network.asked.length;

  await one.ask("/sessions/new/", { method: "POST", mode: "navigate" });
  await one.ask("/offline/who/");
  await one.ask("https://elsewhere.example/static/a.js");

  assert.equal(one.network.asked.length, before);
});

test("at log-out everything kept is deleted, and kept anew when it is asked for", async () => {
  const one = await installed();

  await one.happen("message", { data: "clear" });
  assert.deepEqual([...one.caches.made.keys()], []);
  one.network.mode = "cut";
  assert.equal(await one.visit("/today/"), "no answer");

  one.network.mode = "open";
  await one.happen("message", { data: "fill" });
  const asked = one.network.asked.length;
  await one.happen("message", { data: "fill" });
  assert.equal(one.network.asked.length, asked); // it is full
  one.network.mode = "cut";
  assert.equal((await one.visit("/today/")).said, `network: ${shell("today")}`);
});

test("a message that is none of ours does nothing", async () => {
  const one = await installed();

  for (const data of ["toString", "constructor", null, { type: "clear" }]) {
    await one.happen("message", { data });
  }

  assert.deepEqual([...one.caches.made.keys()], ["shell-one"]);
});

test("after an update pages and files are of one version, and the one before keeps its files", async () => {
  const network = server();
  const first = await installed({ network, files: ["/static/a.1.js"] });
  network.word = "second";
  const options = { network, caches: first.caches, version: "two", files: ["/static/a.2.js"] };
  const second = await installed(options);
  network.mode = "cut";

  assert.equal((await second.visit("/today/")).said, `second: ${shell("today", "two")}`);
  assert.equal((await second.ask("/static/a.2.js")).said, "second: /static/a.2.js");
  // A page of the first that is still open loads the rest of itself.
  assert.equal((await second.ask("/static/a.1.js")).said, "network: /static/a.1.js");

  network.mode = "open";
  await installed({ ...options, version: "three", files: ["/static/a.3.js"] });
  assert.deepEqual([...first.caches.made.keys()], ["shell-two", "shell-three"]);
});

test("a version that cannot be kept whole is not kept at all", async () => {
  const network = server();
  const first = await installed({ network });
  network.missing = shell("live", "two"); // the server is another version already
  const second = worker({ network, caches: first.caches, version: "two" });

  await assert.rejects(second.happen("install"));

  assert.deepEqual([...first.caches.made.keys()], ["shell-one"]);
  network.mode = "cut";
  assert.equal((await first.visit("/today/")).said, `network: ${shell("today")}`);
});
