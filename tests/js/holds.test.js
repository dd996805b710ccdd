import assert from "node:assert/strict";
import { test } from "node:test";

import { inWords, linesToShow, seconds, sentence } from "../../static/js/forms/holds.js";

test("minutes and seconds add up, and what is no time counts nothing", () => {
  assert.equal(seconds("1", "30"), 90);
  assert.equal(seconds("", "45"), 45);
  for (const [minutes, rest] of [["", ""], ["x", "5"], ["-2", "0"]]) {
    assert.equal(seconds(minutes, rest), 0);
  }
});

test("times are worded as the pages word them", () => {
  assert.deepEqual([150, 60, 45].map(inWords), ["2 min 30 s", "1 min", "45 s"]);
});

test("one hold needs no total, several have one", () => {
  assert.equal(sentence([120, 0, 0]), "");
  assert.equal(sentence([120, 0, 45]), "2 min 45 s at angle in 2 holds.");
});

test("a total over half an hour says so", () => {
  assert.equal(sentence([1200, 600]), "30 min at angle in 2 holds.");
  assert.match(sentence([1200, 601]), /30 min 1 s at angle in 2 holds\. .* at most 30 min\./);
});

test("one empty line follows the last that is filled in", () => {
  assert.equal(linesToShow([false, false, false]), 1);
  assert.equal(linesToShow([true, false, false]), 2);
  assert.equal(linesToShow([false, true, false]), 3);
});
