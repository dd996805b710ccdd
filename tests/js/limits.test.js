import assert from "node:assert/strict";
import { test } from "node:test";

import { heaviest, reaches, steepest } from "../../static/js/forms/limits.js";

test("the steepest of several holds counts, and what is no number does not", () => {
  assert.equal(steepest(["30", "45", ""]), 45);
  assert.equal(steepest(["", "x"]), 0);
  assert.equal(steepest([]), 0);
});

test("a reading reaches a pressure by either number, once both are there", () => {
  const limit = { systolic: 140, diastolic: 90 };
  assert.equal(reaches("139", "89", limit), false);
  assert.equal(reaches("140", "70", limit), true);
  assert.equal(reaches("120", "90", limit), true);
  assert.equal(reaches("200", "", limit), false);
  assert.equal(reaches("", "", limit), false);
});

test("of words in the order of their weight the first that applies is shown alone", () => {
  assert.deepEqual(heaviest([true, true]), [true, false]);
  assert.deepEqual(heaviest([false, true]), [false, true]);
  assert.deepEqual(heaviest([false, false]), [false, false]);
});
