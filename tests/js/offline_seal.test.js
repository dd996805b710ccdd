import assert from "node:assert/strict";
import { test } from "node:test";

import { uuid7 } from "../../static/js/offline/ids.js";
import { unseal, writeSealed } from "../../static/js/offline/seal.js";
import { ask } from "../../static/js/offline/store.js";
import { makePhone, makeServer, session } from "./offline_parts.js";

const everything = (phone, name) =>
  phone.store.transact([name], "readonly", (rows) => ask(rows.getAll()));

function rowOf(phone, account) {
  const { env } = phone.tab({ account });
  const put = (sealed, values) => ask(values.put({ account, name: "x", sealed }));
  return { env, write: (value) => writeSealed(env, ["values"], account, "value x", value, put) };
}

test("ids sort by time, are of version 7, and are never the same", () => {
  const ids = [1, 1000, Date.parse("2026-11-22"), 2 ** 41].map((at) => uuid7(at));

  assert.deepEqual(ids, ids.toSorted());
  assert.match(uuid7(), /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(parseInt(uuid7(1763812345678).replace("-", "").slice(0, 12), 16), 1763812345678);
  assert.equal(new Set(Array.from({ length: 1000 }, () => uuid7(5))).size, 1000);
});

test("a sealed value opens for its account and place only, and its key cannot be read out", async () => {
  const phone = makePhone();
  const { env, write } = rowOf(phone, "a");
  await write({ note: "numb foot" });
  await rowOf(phone, "b").write({});
  const [{ sealed }] = await everything(phone, "values");
  const [{ key }] = await everything(phone, "keys");

  assert.deepEqual(await unseal(env, "a", "value x", sealed), { note: "numb foot" });
  assert.equal(await unseal(env, "b", "value x", sealed), null);
  assert.equal(await unseal(env, "a", "value y", sealed), null);
  assert.equal(key.extractable, false);
  await assert.rejects(crypto.subtle.exportKey("raw", key));
  assert.ok(!Buffer.from(sealed.data).includes("numb"));
});

test("the same value twice is not the same bytes, and a changed byte does not open", async () => {
  const phone = makePhone();
  const { env, write } = rowOf(phone, "a");
  await write("same");
  const [first] = await everything(phone, "values");
  await write("same");
  const [second] = await everything(phone, "values");
  assert.notDeepEqual(Buffer.from(first.sealed.data), Buffer.from(second.sealed.data));

  new Uint8Array(second.sealed.data)[0] ^= 1;
  assert.equal(await unseal(env, "a", "value x", second.sealed), null);
});

test("two tabs that make a key at once make one", async () => {
  const phone = makePhone();
  const tabs = [1, 2, 3].map(() => phone.tab({ account: "a" }));
  await Promise.all(tabs.map((tab, n) => tab.keepDraft(`d${n}`, n)));

  assert.equal((await everything(phone, "keys")).length, 1);
  assert.deepEqual(await Promise.all(tabs.map((_, n) => tabs[0].draft(`d${n}`))), [0, 1, 2]);
});

test("a key that another tab made meanwhile is not put aside: what it sealed still opens", async () => {
  const phone = makePhone();
  const [slow, quick] = [1, 2].map(() => phone.tab({ account: "a" }));
  const { generateKey } = slow.env.subtle;
  slow.env.subtle.generateKey = async (...given) => {
    await quick.keep(session(1));
    return generateKey(...given);
  };
  await slow.keep(session(2));

  assert.deepEqual((await slow.waiting()).map(({ what }) => what), ["Session", "Session"]);
});

test("nothing is written under a key that a log-out takes away meanwhile", async () => {
  const phone = makePhone();
  const tab = phone.tab({ account: "a" });
  await tab.keepFacts({ is_open: true });
  const { encrypt } = tab.env.subtle;
  let outs = 0;
  tab.env.subtle.encrypt = async (...given) => {
    const data = await encrypt(...given);
    if ((outs += 1) === 1) assert.equal(await phone.tab({ account: "a" }).release(), true);
    return data;
  };
  await tab.keep(session(1));

  assert.equal(outs, 2);
  assert.deepEqual((await tab.waiting()).map(({ what }) => what), ["Session"]);
});

test("log-out takes key and values with it, but not what was never sent", async () => {
  const phone = makePhone();
  const [tab, other] = ["a", "b"].map((account) => phone.tab({ account }));
  await other.keepFacts({ is_open: false });
  await tab.keepFacts({ is_open: true });
  await tab.keep(session(1));
  await tab.keepDraft("session", { state: "holding" });

  assert.deepEqual(await tab.unsent(), { entries: 1, drafts: 1 });
  assert.equal(await tab.release(), false);
  assert.deepEqual([await tab.facts(), await tab.draft("session")], [null, { state: "holding" }]);
  await tab.dropDraft("session");
  assert.equal(await tab.release(), false);

  await tab.drop((await tab.waiting())[0].id);
  assert.deepEqual(await tab.unsent(), { entries: 0, drafts: 0 });
  assert.equal(await tab.release(), true);
  assert.deepEqual((await everything(phone, "keys")).map(({ account }) => account), ["b"]);
  assert.deepEqual(await other.facts(), { is_open: false });
});

test("an entry whose key is gone is shown, not hidden, and can only be deleted", async () => {
  const phone = makePhone();
  const server = makeServer();
  server.account = "a";
  const tab = phone.tab({ server, account: "a" });
  const { id } = await tab.keep(session(1));
  await phone.store.transact(["keys"], "readwrite", (keys) => ask(keys.delete("a")));

  assert.deepEqual(await tab.sync(), { saved: 0, why: null });
  const [{ state, code, what }] = await tab.waiting();
  assert.deepEqual([state, code, what, server.posts], ["refused", "unreadable", "", 0]);
  await tab.drop(id);
  assert.deepEqual(await tab.waiting(), []);
});

test("drafts are written in the order of their calls, for their account", async () => {
  const phone = makePhone();
  const tab = phone.tab({ account: "a" });
  const turns = Array.from({ length: 20 }, (_, n) => tab.keepDraft("session", n));
  const last = tab.draft("session");
  await Promise.all(turns);

  assert.equal(await last, 19);
  assert.equal(await phone.tab({ account: "b" }).draft("session"), null);
  await Promise.all([tab.keepDraft("session", 1), tab.dropDraft("session")]);
  assert.equal(await tab.draft("session"), null);
});

test("the phone's own record says whose it is where a page says nothing", async () => {
  const phone = makePhone();
  const tab = phone.tab({ account: undefined });
  assert.equal(await tab.person.account(), null);
  await tab.person.remember("a");
  assert.equal(await tab.person.account(), "a");
  assert.equal(await phone.tab({ account: "b" }).person.account(), "b");
  assert.equal(await phone.tab({ account: "" }).person.account(), null); // a clinician's page
  await tab.person.forget();
  assert.equal(await tab.person.account(), null);

  await tab.person.keepDevice("calibration", { level: [0, 0, 1] });
  assert.deepEqual(await phone.tab({ account: "b" }).person.device("calibration"), { level: [0, 0, 1] });
});
