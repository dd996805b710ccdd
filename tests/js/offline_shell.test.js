import assert from "node:assert/strict";
import { test } from "node:test";

import { dayOf, near, usual, weekday, written } from "../../static/js/offline/shell.js";

test("the day is the one in the address, else the one of the phone's own clock", () => {
  const now = new Date(2026, 4, 12, 0, 10);

  assert.equal(written(dayOf("/journal/2026-05-09/", now)), "2026-05-09");
  assert.equal(written(dayOf("/journal/", now)), "2026-05-12");
  assert.equal(written(dayOf("/today/", new Date(2026, 11, 31, 23, 59))), "2026-12-31");
  assert.equal(weekday(dayOf("/journal/2026-05-09/", now)).replace(",", ""), "Saturday 9 May");
});

test("the days before are days also where clocks change", () => {
  const afterTheChange = new Date(2026, 2, 30, 9);

  assert.deepEqual(near(afterTheChange).map(([url]) => url), [
    "/journal/2026-03-30/",
    "/journal/2026-03-29/",
    "/journal/2026-03-28/",
    "/journal/2026-03-27/",
  ]);
  assert.deepEqual(near(afterTheChange).map(([, words]) => words), ["Today", "Yesterday", "Sat", "Fri"]);
});

test("the quick log starts from what is usual, and from nothing where nothing is known", () => {
  assert.deepEqual(usual({ angle_deg: 35, duration_s: 150, angle_source: "mark" }), [
    ["angle_deg", 35],
    ["duration_s_0", 2],
    ["duration_s_1", 30],
    ["angle_source", "mark"],
  ]);
  assert.deepEqual(usual({ angle_deg: 0, duration_s: null, angle_source: "measured" }), [
    ["angle_deg", 0],
  ]);
  assert.deepEqual(usual(undefined), []);
});
