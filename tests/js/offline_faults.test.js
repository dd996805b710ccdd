import assert from "node:assert/strict";
import { test } from "node:test";

import { makePhone, makeServer, session } from "./offline_parts.js";

const RUNS = Number(process.env.FAULT_RUNS ?? 200);
const ACCOUNTS = ["a", "b"];
const STEPS = 24;

/** Chance that is the same every time (mulberry32). */
function chance(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const NETWORK = ["lost", "cut"]; // gone before the server heard of it, or after it answered
const ANY = [...NETWORK, "cut", 500, 503, 429, 200];

/** One life of a phone: what was kept, what the server booked, and what is still there. */
async function live(seed, faults) {
  const next = chance(seed);
  const pick = (all) => all[Math.floor(next() * all.length)];
  const server = makeServer();
  const phone = makePhone();
  const life = { server, phone, kept: [], pressed: 0, deaths: 0, wrong: [] };
  let isRough = true;
  server.fault = () => {
    if (!isRough || next() < 0.5) return "";
    return pick(faults);
  };
  const fault = () => {
    if (!isRough || next() > 0.03) return "";
    life.deaths += 1;
    return pick(["before", "after"]);
  };
  const opened = (account) => phone.tab({ server, account, fault });
  let tabs = [opened("a"), opened("a")];
  const alive = () => tabs.filter((tab) => tab.alive);
  const running = [];

  // A page that is killed never comes back from its work: nobody waits for it.
  const start = (work) => {
    running.push(work.catch((error) => life.wrong.push(error)));
  };
  const moments = () => new Promise((done) => setTimeout(done, next() * 4));

  function press(tab) {
    const pain = (life.pressed += 1);
    const given = session(pain);
    start(
      tab.keep(given).then(async (entry) => {
        life.kept.push({ pain: String(pain), account: tab.account, id: entry.id });
        await tab.send(entry);
      }),
    );
  }

  const acts = [
    (tab) => press(tab),
    (tab) => press(tab),
    (tab) => start(tab.sync({ force: true })),
    (tab) => start(tab.sync()),
    (tab) => tab.kill(),
    () => (server.csrf = `csrf-${next()}`),
    () => (server.account = pick([...ACCOUNTS, ...ACCOUNTS, null])),
    () => (phone.now += Math.floor((next() - 0.3) * 3_600_000)),
  ];
  server.account = "a";
  for (let step = 0; step < STEPS; step += 1) {
    while (alive().length < 2) tabs = [...alive(), opened(server.account ?? pick(ACCOUNTS))];
    pick(acts)(pick(alive()));
    if (next() < 0.7) await moments();
  }
  isRough = false;
  for (const tab of tabs) tab.kill();
  life.waited = (await phone.rows()).length;
  await calm(life);
  return life;
}

/** The network is back, and each of them logs in again. */
async function calm({ server, phone }) {
  for (const account of [...ACCOUNTS, ...ACCOUNTS]) {
    server.account = account;
    const tab = phone.tab({ server, account });
    await tab.sync({ force: true });
  }
}

const told = (life) =>
  life.server.booked.map(({ fields, account }) => ({
    pain: Object.fromEntries(fields).pain_before,
    account,
  }));

test(`${RUNS} lives of a phone lose no entry, book none twice, and mix no accounts`, async (t) => {
  const sum = { kept: 0, deaths: 0, waited: 0, posts: 0 };
  for (let seed = 1; seed <= RUNS; seed += 1) {
    const life = await live(seed, ANY);
    const booked = told(life);
    const pains = booked.map(({ pain }) => pain);

    assert.deepEqual(life.wrong, [], `seed ${seed}`);
    assert.equal(new Set(pains).size, pains.length, `seed ${seed}: booked twice`);
    for (const { pain, account } of life.kept) {
      const found = booked.filter((one) => one.pain === pain);
      assert.deepEqual(found, [{ pain, account }], `seed ${seed}: ${pain} is lost`);
    }
    assert.deepEqual(await life.phone.rows(), [], `seed ${seed}: left on the phone`);
    assert.equal(life.phone.marked, false);

    sum.kept += life.kept.length;
    sum.deaths += life.deaths;
    sum.waited += life.waited;
    sum.posts += life.server.posts;
  }
  t.diagnostic(JSON.stringify(sum));
  // The runs are worth something only if much went wrong in them.
  assert.ok(sum.deaths > RUNS / 2 && sum.waited > RUNS && sum.posts > sum.kept);
});

test("where only the network and pages fail, entries come in the order in which they were kept", async () => {
  let out = 0;
  for (let seed = 1001; seed <= 1000 + RUNS / 4; seed += 1) {
    const life = await live(seed, NETWORK);
    for (const account of ACCOUNTS) {
      const pains = told(life).filter((one) => one.account === account);
      const ids = new Map(life.kept.map(({ pain, id }) => [pain, id]));
      const order = pains.map(({ pain }) => ids.get(pain)).filter((id) => id !== undefined);
      assert.deepEqual(order, order.toSorted((one, other) => one - other), `seed ${seed}`);
      out += order.length;
    }
  }
  assert.ok(out > RUNS / 2);
});
