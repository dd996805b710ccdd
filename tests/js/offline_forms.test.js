// What a press on a form that is kept first does, in a page of our own making.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { makePhone, makeServer } from "./offline_parts.js";
import { browser } from "../../static/js/offline/browser.js";

const server = makeServer();
const heard = [];
const led = [];

before(async () => {
  const documentElement = { dataset: { account: "a" } };
  const addEventListener = (name, job) => name === "submit" && heard.push(job);
  globalThis.document = { documentElement, addEventListener };
  globalThis.location = { href: "https://x.example/sessions/new/", assign: (url) => led.push(url) };
  globalThis.FormData = class {
    constructor({ fields }) {
      return fields;
    }
  };
  server.account = "a";
  Object.assign(browser, makePhone().tab({ server, account: "a" }).env);
  await import("../../static/js/offline/forms.js");
});

after(() => {
  delete globalThis.document;
  delete globalThis.location;
});

test("two quick presses on a form without names of its own are one record", async () => {
  const fields = [["pain_before", "3"], ["record_id", ""]]; // as a shell has it: no write_id
  const form = { fields, dataset: { queue: "session" }, matches: () => true, getAttribute: () => "" };
  const press = () => heard.forEach((job) => job({ target: form, preventDefault() {} }));

  press();
  press();
  while (!led.length) await new Promise((done) => setTimeout(done, 5));
  await new Promise((done) => setTimeout(done, 100));

  assert.deepEqual([server.booked.length, led], [1, ["/sessions/new/1/"]]);
});
