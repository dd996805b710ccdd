import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { watching } from "../../static/js/live/watch.js";
import { ID, MEASURED, OPEN, START, TYPED, play } from "./live_parts.js";

const URL = "/prompts/watch/";
const WATCHED = { watched: true, name: "Robin", due_at: "2026-05-04T17:10:00Z" };
const NOBODY = { watched: false };
const realFetch = globalThis.fetch;
let sent; // [path, fields] of each POST that reached the server
let answers; // what becomes of the next POSTs: JSON, a status, or "lost" once it was heard
let told;

const settled = async (turns = 60) => {
  for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
};

async function server(url, { method, body } = {}) {
  if (url === "/offline/who/") {
    return { ok: true, json: async () => ({ account: "a", token: "t", csrf: "c" }) };
  }
  if (method !== "POST") return { ok: true, json: async () => ({ contact: null }) };
  const answer = answers.shift() ?? WATCHED;
  if (answer === "offline") throw new TypeError("no network");
  const { account, device_now: now, ...fields } = Object.fromEntries(body);
  assert.deepEqual([account, Number.isNaN(Date.parse(now))], ["t", false]);
  sent.push([url, fields]);
  if (answer === "lost") throw new TypeError("no answer");
  return { ok: typeof answer !== "number", status: answer, json: async () => answer };
}

beforeEach(() => {
  [sent, answers, told] = [[], [], []];
  globalThis.fetch = server;
});
afterEach(() => {
  globalThis.fetch = realFetch;
});

/** A player whose every step the watch follows; time in between does not have to pass. */
function watched(facts = OPEN) {
  const { ask, follow } = watching(URL, (name) => told.push(name), () => settled());
  const player = play(facts);
  player.hear = (session) => follow(session);
  return Object.assign(player, { ask });
}

const seconds = (iso) => (Date.parse(iso) - START) / 1000;
const paths = () => sent.map(([path, fields]) => [path, ...Object.keys(fields)]);
const BEGINS = [URL, "session_id", "ends_at"];
const GOES_ON = [`${URL}${ID}/`, "ends_at"];
const LEVEL = [`${URL}${ID}/`, "level_at"];

test("a session is watched from Go to level, and nothing between moves its end", async () => {
  const player = watched().go({ ...TYPED, planned_s: 120 });
  const go = player.at;
  player.wait(100);
  await settled();
  assert.deepEqual(paths(), [BEGINS]);
  // 10 s to tilt, the planned time, 20 s to come up
  assert.equal(Date.parse(sent[0][1].ends_at) - go, 150_000);

  player.wait(40).send("level").wait(5);
  await settled();
  assert.deepEqual(paths(), [BEGINS, LEVEL]);
  assert.equal(sent[1][1].level_at, new Date(player.session.level_at).toISOString());
  assert.deepEqual(told, ["watch_on", null]);
});

test("who hangs on past the planned time moves no end", async () => {
  const player = watched().go(MEASURED).tilt(60).stay(600);
  await settled();

  assert.equal(player.session.state, "coming_up");
  assert.ok(sent.length <= 2, `${sent.length} ends`);
  assert.ok(seconds(sent.at(-1)[1].ends_at) < 300);
});

test("who swings and never holds still, or whose phone falls silent, moves no end for ever", async () => {
  for (const act of [
    (player) => player.tilt(50).stay(900, (second) => 30 * Math.sin(second)),
    (player) => player.tilt(50).wait(900),
    (player) => player.wait(900),
  ]) {
    sent = [];
    act(watched().go(MEASURED));
    await settled(2000);

    assert.ok(seconds(sent.at(-1)[1].ends_at) < 400, seconds(sent.at(-1)[1].ends_at));
  }
});

test("a level that nobody felt or pressed is none, until somebody answers", async () => {
  const player = watched().go(TYPED).wait(600);
  await settled();
  assert.equal(player.session.level_by, "assumed");
  assert.deepEqual(paths(), [BEGINS]);

  player.send("rated_after", { pain: 3 });
  await settled();
  assert.deepEqual(paths(), [BEGINS, LEVEL]);
});

test("where nobody watches nothing more is said", async () => {
  answers = [NOBODY];
  const player = watched().go(TYPED).wait(1);
  await settled();
  player.wait(60).send("level").wait(1);
  await settled();

  assert.deepEqual(paths(), [BEGINS]);
  assert.deepEqual(told, ["watch_nobody"]);
});

test("a beginning whose answer got lost is answered by level all the same", async () => {
  answers = ["lost"];
  const player = watched().go(TYPED);
  player.wait(20).send("level");
  await settled();

  assert.deepEqual(paths(), [BEGINS, LEVEL]);
});

test("what did not get through is said again until it does", async () => {
  answers = ["offline", 500, WATCHED, "offline", 401, NOBODY];
  const player = watched().go(TYPED);
  await settled(2000);
  assert.deepEqual(paths(), [BEGINS, BEGINS]);
  player.wait(20).send("level");
  await settled(2000);

  assert.equal(told[0], "watch_failed");
  assert.deepEqual(paths().at(-1), LEVEL);
  assert.deepEqual(answers, []);
});

test("a server that is away is left alone after a while", async () => {
  answers = Array(200).fill("offline");
  watched().go(TYPED).wait(1);
  await settled(20_000);

  assert.equal(answers.length, 140);
});

test("going on after a pause at level opens the same watch again", async () => {
  const player = watched().go({ ...MEASURED, planned_s: 300 }).tilt(45).stay(20).tilt(0).stay(5);
  await settled();
  player.tilt(45).stay(20);
  await settled();

  const kinds = paths().map((path) => path.join());
  assert.deepEqual([...new Set(kinds)], [BEGINS, LEVEL, GOES_ON].map(String));
  assert.equal(kinds.at(-1), String(GOES_ON));
  assert.equal(told.at(-1), "watch_on");
});

test("the page asks who would be told before it begins", async () => {
  const player = watched();
  await player.ask();
  assert.deepEqual(told, ["watch_nobody"]);

  globalThis.fetch = async () => {
    throw new TypeError("no network");
  };
  await player.ask();
  assert.deepEqual(told, ["watch_nobody", "watch_failed"]);
});
