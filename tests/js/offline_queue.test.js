import assert from "node:assert/strict";
import { test } from "node:test";

import { NoStorage } from "../../static/js/offline/create.js";
import { complete } from "../../static/js/offline/fields.js";
import { makePhone, makeServer, session } from "./offline_parts.js";

const UUID7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
// What came of it, without the entry that goes along.
const outcome = async (given) => {
  const { entry, ...said } = await given;
  assert.ok(entry.id);
  return said;
};
const names = (server) => server.booked.map(({ fields }) => Object.fromEntries(fields).pain_before);

function logged(account = "a", how = {}) {
  const server = makeServer(how);
  server.account = account;
  const phone = makePhone();
  return { server, phone, tab: phone.tab({ server, account }) };
}

test("what a form would send is made complete and told apart from who sends it", () => {
  const at = Date.parse("2026-11-22T12:00:00Z");
  const kept = complete(
    [["pain", "3"], ["note", "a\nb\r\nc"], ["record_id", ""], ["account", "x"], ["csrfmiddlewaretoken", "y"]],
    at,
  );
  const fields = Object.fromEntries(kept);

  assert.deepEqual(Object.keys(fields), ["pain", "note", "record_id", "write_id", "device_now"]);
  assert.equal(fields.note, "a\r\nb\r\nc"); // as browsers write lines in a form
  assert.equal(fields.device_now, "2026-11-22T12:00:00.000Z");
  assert.match(fields.record_id, UUID7);
  assert.match(fields.write_id, UUID7);
  assert.notEqual(fields.write_id, fields.record_id);

  const given = [["write_id", "w"], ["device_now", "d"], ["record_id", "r"], ["empty", ""]];
  assert.deepEqual(complete(given, at), given);
});

test("an entry that is kept is sent once and leaves the phone", async () => {
  const { server, phone, tab } = logged();

  assert.deepEqual(await outcome(tab.keepAndSend(session(3))), { state: "saved", url: "/sessions/new/1/" });

  assert.deepEqual(names(server), ["3"]);
  assert.deepEqual([await tab.waiting(), await phone.rows(), phone.marked], [[], [], false]);
});

test("what waits lies sealed, says why, and goes when the server is back, in its order", async () => {
  const { server, phone, tab } = logged();
  server.fault = () => "lost";
  for (const pain of [1, 2, 3]) {
    const said = await outcome(tab.keepAndSend(session(pain, [["note", "numb foot"]])));
    assert.deepEqual(said, { state: "waiting", why: "offline" });
  }
  const rows = await phone.rows();
  assert.ok(!JSON.stringify(rows).includes("numb") && !Buffer.from(rows[0].sealed.data).includes("numb"));
  assert.equal(phone.marked, true);
  const waits = await tab.waiting();
  assert.deepEqual(waits.map(({ what, state, why }) => [what, state, why]), Array(3).fill(["Session", "waiting", "offline"]));

  server.fault = () => "";
  assert.deepEqual(await tab.sync(), { saved: 3, why: null });
  assert.deepEqual(names(server), ["1", "2", "3"]);
});

test("a lost answer is not a second record, however often it is tried", async () => {
  const { server, tab } = logged();
  server.fault = (url) => (url.startsWith("/sessions") ? "cut" : "");
  await tab.keepAndSend(session(5));
  await tab.sync({ force: true });
  assert.equal((await tab.waiting()).length, 1);

  server.fault = () => "";
  await Promise.all([1, 2, 3].map(() => tab.sync({ force: true })));

  assert.deepEqual(names(server), ["5"]);
  assert.deepEqual([await tab.waiting(), server.posts], [[], 3]);
});

test("two tabs send one entry once, and both know that it is saved", async () => {
  const { server, phone, tab } = logged();
  const other = phone.tab({ server, account: "a" });
  const entry = await tab.keep(session(4));

  const said = await Promise.all([tab.send(entry), other.send(entry)]);

  assert.deepEqual(said.map(({ state }) => state), ["saved", "saved"]);
  assert.deepEqual([names(server), server.posts], [["4"], 1]);
});

test("logged out it waits; another account neither sees nor sends it", async () => {
  const { server, phone, tab } = logged();
  server.account = null;
  assert.deepEqual(await outcome(tab.keepAndSend(session(6))), { state: "waiting", why: "log_in" });

  server.account = "b";
  assert.deepEqual(await tab.sync({ force: true }), { saved: 0, why: "other_account" });
  const other = phone.tab({ server, account: "b" });
  assert.deepEqual([await other.waiting(), await other.sync({ force: true })], [[], { saved: 0, why: null }]);
  await other.drop((await phone.rows())[0].id);
  assert.deepEqual([server.posts, (await phone.rows()).length], [0, 1]);

  server.account = "a";
  assert.equal((await tab.sync()).saved, 1);
  assert.deepEqual(server.booked.map(({ account }) => account), ["a"]);
});

test("a log-in between the question and the entry changes nothing about whose it is", async () => {
  const { server, tab } = logged();
  const said = server.fetch;
  tab.env.fetch = async (url, how) => {
    const answer = await said(url, how);
    server.account = "b";
    return answer;
  };

  assert.deepEqual(await outcome(tab.keepAndSend(session(2))), { state: "waiting", why: "other_account" });
  assert.deepEqual(server.booked, []);
});

test("an old token is asked for again, once", async () => {
  const { server, tab } = logged();
  const said = server.fetch;
  let turns = 1; // so many times somebody logs in right after the question
  tab.env.fetch = async (url, how) => {
    const answer = await said(url, how);
    if (url.endsWith("/who/") && (turns -= 1) >= 0) server.csrf = `other-${turns}`;
    return answer;
  };

  assert.equal((await tab.keepAndSend(session(2))).state, "saved");
  turns = 5;
  assert.deepEqual(await outcome(tab.keepAndSend(session(3))), { state: "waiting", why: "server" });
  assert.equal(server.posts, 4);
});

test("a failing server is left alone for a while, and a press asks it all the same", async () => {
  const { server, phone, tab } = logged();
  server.fault = (url) => (url.startsWith("/sessions") ? 503 : "");
  await tab.keepAndSend(session(1));
  server.fault = () => "";

  assert.deepEqual(await tab.sync(), { saved: 0, why: "server" });
  phone.now += 5000;
  assert.deepEqual(await tab.sync(), { saved: 1, why: null });

  server.fault = (url) => (url.startsWith("/sessions") ? 429 : "");
  await tab.keepAndSend(session(2));
  server.fault = () => "";
  assert.deepEqual(await tab.sync({ force: true }), { saved: 1, why: null });
});

test("a clock put back by a day holds nothing up", async () => {
  const { server, phone, tab } = logged();
  server.fault = (url) => (url.startsWith("/sessions") ? 500 : "");
  await tab.keepAndSend(session(1));
  server.fault = () => "";
  phone.now -= 24 * 3600 * 1000;
  await tab.keep(session(2));

  assert.equal((await tab.sync()).saved, 2);
  assert.deepEqual(names(server), ["1", "2"]);
});

test("one entry that the server always fails on does not hold up the others for ever", async () => {
  const { server, tab } = logged();
  const said = server.fetch;
  tab.env.fetch = (url, how) =>
    how.body?.get("pain_before") === "9" ? Promise.resolve({ status: 500, json: async () => ({}) }) : said(url, how);
  await tab.keep(session(9));
  await tab.keep(session(1));
  for (let turn = 0; turn < 5; turn += 1) await tab.sync({ force: true });

  assert.deepEqual(names(server), ["1"]);
  assert.deepEqual((await tab.waiting()).map(({ why }) => why), ["server"]);
});

test("a page of a hotel's network in place of an answer lets nothing go", async () => {
  const { server, tab } = logged();
  for (const status of [200, 301, 200]) {
    server.fault = () => status;
    assert.deepEqual(await outcome(tab.keepAndSend(session(1))), { state: "waiting", why: "offline" });
  }
  assert.equal((await tab.waiting()).length, 3);
});

test("a browser that keeps nothing says so, and nobody's page keeps nothing", async () => {
  const { tab, phone, server } = logged();
  tab.env.store.transact = () => Promise.reject(new Error("private mode"));
  await assert.rejects(tab.keep(session(1)), NoStorage);
  await assert.rejects(phone.tab({ server, account: undefined }).keep(session(1)), NoStorage);
});

test("offline nothing is asked, and the same form again is the same entry", async () => {
  const { phone, server } = logged();
  const tab = phone.tab({ server, account: "a", online: false });
  const given = session(1, [["write_id", "w1"], ["device_now", "d"], ["record_id", "r"]]);
  given.fields.splice(1, 1);
  await tab.keepAndSend(given);
  await tab.keepAndSend(given);
  const corrected = { ...given, fields: given.fields.map(([name, value]) => [name, name === "pain_before" ? "2" : value]) };
  await tab.keepAndSend(corrected);

  assert.equal(server.asked, 0);
  assert.deepEqual((await tab.waiting()).map(({ fields }) => fields[0][1]), ["2"]);
});

test("what was sent once is never changed: the correction stands as an entry of its own", async () => {
  const { server, tab } = logged();
  server.fault = (url) => (url.startsWith("/sessions") ? "cut" : "");
  await tab.keepAndSend(session(1, [["write_id", "w1"]]));
  server.fault = () => "";
  const again = { ...session(2, [["write_id", "w1"]]) };

  assert.equal((await tab.keepAndSend(again)).code, "reused");
  assert.deepEqual(names(server), ["1"]);
  assert.deepEqual((await tab.waiting()).map(({ state, code }) => [state, code]), [["refused", "reused"]]);
});

test("a correction that comes while the first is on its way is not let go with it", async () => {
  const { server, phone, tab } = logged();
  const other = phone.tab({ server, account: "a", online: false });
  const said = server.fetch;
  tab.env.fetch = async (url, how) => {
    if (how.body) await other.keepAndSend(session(2, [["write_id", "w1"]]));
    return said(url, how);
  };
  assert.equal((await tab.keepAndSend(session(1, [["write_id", "w1"]]))).state, "saved");

  const [{ state, fields }] = await tab.waiting();
  assert.deepEqual([state, fields[0]], ["waiting", ["pain_before", "2"]]);
  assert.deepEqual(names(server), ["1"]);
});

test("a press learns where its entry leads, whichever round or tab sent it", async () => {
  for (const sender of ["same", "other"]) {
    const { server, phone, tab } = logged();
    const other = sender === "same" ? tab : phone.tab({ server, account: "a" });
    const said = tab.env.locks.request;
    tab.env.locks.request = async (...given) => {
      tab.env.locks.request = said;
      await other.sync(); // a round of the banner's comes between keeping and sending
      return said(...given);
    };

    assert.deepEqual(await outcome(tab.keepAndSend(session(3))), { state: "saved", url: "/sessions/new/1/" });
    assert.deepEqual(names(server), ["3"]);
    assert.equal(server.posts, sender === "same" ? 1 : 2);
  }
});

test("a page of nobody's stays its first owner's, whoever logs in beside it meanwhile", async () => {
  const { server, phone } = logged("b");
  const shell = phone.tab({ server });
  const beside = phone.tab({ server, account: "b" });
  await shell.person.remember("a");
  server.fault = () => "lost";
  await shell.keepAndSend(session(3));
  assert.equal((await shell.waiting()).length, 1);

  await beside.person.remember("b");
  server.fault = () => "";

  assert.deepEqual(await outcome(shell.keepAndSend(session(4))), { state: "waiting", why: "other_account" });
  assert.deepEqual((await phone.rows()).map(({ account }) => account), ["a", "a"]);
  assert.deepEqual([server.booked, await shell.waiting(), await beside.waiting()], [[], [], []]);
});

test("a browser that cannot end a request by itself sends all the same", async (t) => {
  const { server, tab } = logged();
  const { timeout } = AbortSignal;
  t.after(() => (AbortSignal.timeout = timeout));
  AbortSignal.timeout = undefined; // Safari before 16

  assert.equal((await tab.keepAndSend(session(3))).state, "saved");
  assert.deepEqual(names(server), ["3"]);
});
