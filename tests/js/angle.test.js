import assert from "node:assert/strict";
import { test } from "node:test";

import { angleAt, isPossible, read, tableEnd } from "../../static/js/forms/angle.js";

test("a point right of the pivot is lying flat, one below it is head straight down", () => {
  assert.equal(angleAt(50, 0), 0);
  assert.equal(angleAt(50, 50), 45);
  assert.equal(angleAt(0, 50), 90);
});

test("a finger that leaves the arc stays on its nearer end", () => {
  assert.equal(angleAt(50, -20), 0);
  assert.equal(angleAt(-20, -50), 0);
  assert.equal(angleAt(-20, 50), 90);
  assert.equal(angleAt(-50, 20), 90);
});

test("the end of the table lies where a finger would have to be for that angle", () => {
  for (let degrees = 0; degrees <= 90; degrees += 1) {
    const [x, y] = tableEnd(degrees);
    assert.equal(angleAt(x - 16, y - 16), degrees);
  }
});

test("a field's text is a number or nothing", () => {
  assert.equal(read("35"), 35);
  assert.equal(read("0"), 0);
  assert.equal(read(""), null);
  assert.equal(read("steep"), null);
});

test("only 0 to 90 is possible", () => {
  assert.deepEqual([0, 90, -1, 91, 180].map(isPossible), [true, true, false, false, false]);
});
