import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { bytes, digest, isApple, named, standing, written } from "../../static/js/prompts/standing.js";

const ON = {
  key: "BKey",
  canPush: true,
  apple: false,
  permission: "granted",
  usedKey: "BKey",
  isKnown: true,
};
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Mobile/15E148 Safari/604.1";
const EDGE =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0";

test("notifications are on only with permission, a subscription of this key, and a server that knows", () => {
  assert.equal(standing(ON), "on");
  for (const lack of [{ permission: "default" }, { usedKey: "" }, { usedKey: "BOld" }, { isKnown: false }]) {
    assert.equal(standing({ ...ON, ...lack }), "off");
  }
});

test("what the browser refuses is told apart from what it lacks", () => {
  assert.equal(standing({ ...ON, permission: "denied" }), "blocked");
  assert.equal(standing({ ...ON, canPush: false }), "none");
  assert.equal(standing({ ...ON, canPush: false, apple: true }), "home_screen");
  assert.equal(standing({ ...ON, apple: true }), "on");
});

test("without a key of the installation nothing else matters", () => {
  assert.equal(standing({ ...ON, key: "" }), "no_key");
  assert.equal(standing({ ...ON, key: "", canPush: false }), "no_key");
});

test("a key survives both ways of writing it", () => {
  const key = Uint8Array.from({ length: 65 }, (_, place) => (place * 37) % 256);

  assert.deepEqual(bytes(written(key.buffer)), key);
  assert.match(written(key.buffer), /^[\w-]+$/);
  assert.equal(written(null), "");
});

test("an address has the digest that the server keeps", async () => {
  const address = "https://push.example/abc";

  assert.equal(await digest(address), createHash("sha256").update(address).digest("hex"));
});

test("a browser is named as people tell theirs apart", () => {
  assert.equal(named(IPHONE), "Safari on iPhone");
  assert.equal(named(EDGE), "Edge on Windows");
  assert.equal(named("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"), "Firefox on Android");
  assert.equal(named(""), "A browser");
});

test("an iPad that calls itself a Mac is known by its touch points", () => {
  const mac = { userAgent: "Mozilla/5.0 (Macintosh)", platform: "MacIntel", maxTouchPoints: 0 };

  assert.equal(isApple({ userAgent: IPHONE, platform: "iPhone", maxTouchPoints: 5 }), true);
  assert.equal(isApple({ ...mac, maxTouchPoints: 5 }), true);
  assert.equal(isApple(mac), false);
});
