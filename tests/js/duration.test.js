import assert from "node:assert/strict";
import { test } from "node:test";

import { join, split } from "../../static/js/forms/duration.js";

test("seconds split into minutes and seconds and join again", () => {
  assert.deepEqual(split(150), [2, 30]);
  for (const seconds of [0, 5, 59, 60, 1800]) {
    assert.equal(join(...split(seconds).map(String)), seconds);
  }
});

test("an empty field counts as nothing, two of them as no answer", () => {
  assert.equal(join("2", ""), 120);
  assert.equal(join("", "45"), 45);
  assert.equal(join("", ""), null);
});
