import assert from "node:assert/strict";
import { test } from "node:test";

import { highest, words } from "../../static/js/journals/body.js";

test("a site says its score, and that it has none", () => {
  assert.equal(words("Lower back, left", "6"), "Lower back, left: 6 out of 10");
  assert.equal(words("Lower back, left", "0"), "Lower back, left: 0 out of 10");
  assert.equal(words("Neck", ""), "Neck: not rated");
});

test("the highest counts as numbers, and a zero is a score", () => {
  assert.equal(highest(["9", "", "10"]), "10");
  assert.equal(highest(["0", ""]), "0");
  assert.equal(highest(["", ""]), "–");
});
