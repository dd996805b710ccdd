import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { isDue, meaning, pause } from "../../static/js/offline/answers.js";
import { makePhone, makeServer, session } from "./offline_parts.js";

const posted = [];

before(() => {
  const make = () => ({ inputs: [], append(input) { this.inputs.push(input); } });
  globalThis.document = { createElement: make, body: { append: (form) => posted.push(form) } };
  globalThis.HTMLFormElement = { prototype: { submit() {} } };
});

after(() => {
  delete globalThis.document;
  delete globalThis.HTMLFormElement;
});

const INVALID = [422, { code: "invalid", message: "Angle is 0 to 90.", errors: { angle_deg: ["Angle is 0 to 90."] } }];
const CONFLICT = [409, { code: "conflict", message: "This was changed meanwhile." }];

function refusing(refused) {
  const rules = { refused };
  const server = makeServer({ refuse: (fields) => (rules.refused && !fields.some(([, value]) => value === "mended") ? rules.refused : null) });
  server.account = "a";
  const phone = makePhone();
  return { rules, server, phone, tab: phone.tab({ server, account: "a" }) };
}

/** What the person does on the server's page: the same form again, with what it lacked. */
function mend(server, { inputs }) {
  const fields = inputs.map(({ name, value }) => [name, value]);
  const body = new URLSearchParams([...fields, ["note", "mended"]]);
  return server.fetch("/sessions/new/", { body, headers: { "X-CSRFToken": server.csrf } });
}

test("a refused entry is parked with its reason, and holds up nothing", async () => {
  const { rules, server, tab } = refusing(INVALID);
  const { entry: kept, ...said } = await tab.keepAndSend(session(11));
  assert.equal(kept.state, "waiting"); // as it was kept
  assert.deepEqual(said, { state: "refused", ...INVALID[1] });
  rules.refused = null;
  await tab.keepAndSend(session(3));
  const posts = server.posts;

  await tab.sync({ force: true, settle: true });

  assert.equal(server.posts, posts); // not asked again before the person opened it
  const [{ state, code, message, errors, what }] = await tab.waiting();
  assert.deepEqual({ state, code, message, errors, what }, { state: "refused", ...INVALID[1], what: "Session" });
});

test("a press on Retry sends a refused entry as it is", async () => {
  const { rules, server, tab } = refusing(CONFLICT);
  await tab.keepAndSend(session(3));
  rules.refused = null;

  assert.equal((await tab.send((await tab.waiting())[0])).state, "saved");
  assert.deepEqual([server.booked.length, await tab.waiting()], [1, []]);
});

for (const refused of [INVALID, CONFLICT]) {
  test(`an entry that is ${refused[1].code} is settled on the server's page, and then it is gone`, async () => {
    const { server, tab } = refusing(refused);
    await tab.keepAndSend(session(11));
    const [entry] = await tab.waiting();

    await tab.open(entry);
    const form = posted.at(-1);
    const fields = Object.fromEntries(form.inputs.map(({ name, value }) => [name, value]));
    assert.deepEqual([form.action, form.method, form.hidden], ["/sessions/new/", "post", true]);
    assert.equal(fields.write_id, entry.write_id);
    assert.deepEqual([fields.account, fields.csrfmiddlewaretoken], ["token of a", server.csrf]);

    await tab.sync({ settle: true }); // the page with the errors has loaded
    assert.deepEqual((await tab.waiting()).map(({ code }) => code), [refused[1].code]);
    await mend(server, form);
    await tab.sync({ settle: true }); // the page after it
    assert.deepEqual(await tab.waiting(), []);
    assert.equal(server.booked.length, 1);
  });
}

test("what another record's name kept out is saved under a name of its own", async () => {
  const { server, tab } = refusing(null);
  server.fault = (url) => (url.startsWith("/sessions") ? "cut" : "");
  await tab.keepAndSend(session(1, [["write_id", "w1"]]));
  server.fault = () => "";
  await tab.keepAndSend(session(2, [["write_id", "w1"]]));
  const [entry] = await tab.waiting();
  assert.equal(entry.code, "reused");

  await tab.open(entry); // and the network goes before the page comes
  await tab.sync({ settle: true });

  assert.deepEqual(await tab.waiting(), []);
  const pains = server.booked.map(({ fields }) => Object.fromEntries(fields).pain_before);
  assert.deepEqual(pains, ["1", "2"]);
});

test("an entry is opened only by whom it belongs to", async () => {
  const { server, tab } = refusing(INVALID);
  await tab.keepAndSend(session(11));
  const [entry] = await tab.waiting();
  const before = posted.length;
  for (const [account, why] of [["b", "other_account"], [null, "log_in"]]) {
    server.account = account;
    await assert.rejects(tab.open(entry), { why });
  }
  assert.equal(posted.length, before);
});

test("an answer lets an entry go, wait or stay", () => {
  const states = [
    [200, { saved: true, url: "/x/" }, "saved"],
    [200, null, "offline"],
    [200, { saved: "yes" }, "offline"],
    [302, null, "offline"],
    [0, null, "offline"],
    [401, { code: "log_in" }, "log_in"],
    [401, null, "server"],
    [403, { code: "account" }, "other_account"],
    [403, { code: "csrf" }, "server"],
    [403, null, "server"],
    [429, null, "server"],
    [500, null, "server"],
    [503, { code: "busy" }, "server"],
    [400, { code: "damaged" }, "damaged"],
    [404, { code: "missing" }, "missing"],
    [409, { code: "conflict" }, "conflict"],
    [410, { code: "gone" }, "gone"],
    [413, null, "refused"],
    [422, { code: "invalid" }, "invalid"],
  ];
  for (const [status, body, wanted] of states) {
    const { state, why, code } = meaning(status, body);
    assert.equal(code ?? why ?? state, wanted, `${status} ${JSON.stringify(body)}`);
  }
});

test("the wait doubles up to ten minutes", () => {
  assert.deepEqual([1, 2, 3, 8, 100].map(pause), [5000, 10_000, 20_000, 600_000, 600_000]);
  assert.deepEqual([isDue(0, 5), isDue(5, 5), isDue(6, 5), isDue(700_000, 5)], [true, true, false, true]);
});
