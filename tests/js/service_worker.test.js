import assert from "node:assert/strict";
import { test } from "node:test";

import { SITE, worker } from "./worker_browser.js";

const plain = (value) => JSON.parse(JSON.stringify(value)); // out of the other context

test("a push becomes one notification that leads to its page", async () => {
  const { push, shown } = worker();

  const url = `${SITE}/a/1/`;
  const said = { title: "InverTrack", body: "A question is waiting." };

  await push(JSON.stringify({ ...said, url, tag: "1" }));
  await push(JSON.stringify({ ...said, url: "/a/2/" }));

  assert.deepEqual(plain(shown), [
    { ...said, tag: "1", data: { url } },
    { ...said, tag: "/a/2/", data: { url: `${SITE}/a/2/` } },
  ]);
});

test("a push that says nothing readable still shows that a question waits", async () => {
  for (const text of [null, "", "{", "null", '"words"', "{}"]) {
    const { push, shown } = worker();

    await push(text);

    const [only] = shown;
    assert.deepEqual([shown.length, only.title, only.body], [1, "InverTrack", "A question is waiting."]);
    assert.equal(only.data.url, `${SITE}/today/`);
  }
});

test("no other site is ever opened", async () => {
  const leads = {
    "https://evil.example/a/1/?b=2": "/a/1/?b=2", // this site by another of its names
    "https://evil.example//other.example/x": "//other.example/x",
    "//evil.example/x": "/x",
    "javascript:alert(1)": "/today/",
    "data:text/html,x": "/today/",
  };
  for (const [foreign, path] of Object.entries(leads)) {
    const { push, press, shown, opened } = worker();

    await push(JSON.stringify({ url: foreign }));
    await press(foreign);

    assert.equal(shown[0].data.url, `${SITE}${path}`);
    assert.deepEqual(opened, [`${SITE}${path}`]);
    assert.equal(new URL(opened[0]).origin, SITE);
  }
});

test("a press goes to the page where it is open, and opens it where it is not", async () => {
  const there = worker({ windows: [`${SITE}/today/`, `${SITE}/a/1/`] });
  await there.press(`${SITE}/a/1/`);
  assert.deepEqual([there.focused, there.opened], [[`${SITE}/a/1/`], []]);

  const elsewhere = worker({ windows: [`${SITE}/today/`] });
  await elsewhere.press(`${SITE}/a/1/`);
  assert.deepEqual([elsewhere.focused, elsewhere.opened], [[], [`${SITE}/a/1/`]]);
});

test("it listens to what it is there for, and to nothing else", () => {
  const names = ["activate", "fetch", "install", "message", "notificationclick", "push"];
  assert.deepEqual(Object.keys(worker().listeners).sort(), names);
});
