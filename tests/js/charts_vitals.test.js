import assert from "node:assert/strict";
import { test } from "node:test";

import * as vitals from "../../static/js/charts/vitals.js";
import { canvas, palette, regular } from "./chart_parts.js";

const before = regular("pressure-before", [[142, 142], null, [118, 130]], {
  lower: [[91, 91], null, [74, 80]],
  n: [1, 0, 2],
  axis: [70, 150],
});
const heart = regular("heart-after", [null, [66, 66], null], { n: [0, 1, 0], axis: [60, 70] });
const built = (datasets, step = 1) =>
  vitals.build({ data: { datasets }, options: { step } }, palette, {
    view: { from: 0, to: 2 },
    width: 300,
  });

/** A chart with a scale for each row, whose pixels are its values. */
function chartOf(ctx, rows) {
  const same = () => ({ getPixelForValue: (value) => value, left: 0, top: 0 });
  return { ctx, scales: Object.fromEntries(["x", ...rows.map(({ role }) => role)].map((id) => [id, same()])) };
}

test("each row stands on an axis of its own, the first on top, with room for its name", () => {
  const { scales } = built([before, heart]).config.options;
  const scale = {};
  scales["pressure-before"].afterBuildTicks(scale);

  assert.deepEqual(Object.keys(scales), ["x", "heart-after", "pressure-before"]);
  assert.equal(scales["pressure-before"].stack, scales["heart-after"].stack);
  assert.deepEqual([scales["heart-after"].min, scales["heart-after"].max], [60, 74]);
  assert.deepEqual(scale.ticks.map(({ value }) => value), [90, 120, 150]);
});

test("a reading is a stroke from its lowest to its highest, and nothing joins two of them", () => {
  const { ctx, calls, named } = canvas();
  built([before]).config.plugins[0].beforeDatasetsDraw(chartOf(ctx, [before]));

  assert.deepEqual(named("lineTo"), [
    ["lineTo", 0.5, 142],
    ["lineTo", 2.5, 130],
    ["lineTo", 0.5, 91],
    ["lineTo", 2.5, 80],
  ]);
  assert.equal(named("moveTo").length, named("lineTo").length);
  assert.deepEqual(calls.filter(([name, cap]) => name === "lineCap" && cap === "round").length, 1);
  assert.deepEqual(named("fillText"), [["fillText", "pressure-before", 0, 12]]);
});

test("before and after have a colour each, and no other colour stands for a value", () => {
  const after = { ...before, role: "pressure-after" };
  const { ctx, named } = canvas();
  built([before, after]).config.plugins[0].beforeDatasetsDraw(chartOf(ctx, [before, after]));

  assert.deepEqual(named("strokeStyle").map(([, colour]) => colour), [palette.text, palette.session]);
});

test("the finger finds days with a reading, and reads both values and how many", () => {
  assert.deepEqual(vitals.touchable(before).map(({ x, day }) => [x, day]), [[0.5, 0], [2.5, 2]]);
  assert.equal(vitals.describe(before, 0), "pressure-before: 142 over 91, 1 reading");
  assert.equal(vitals.describe(before, 2), "pressure-before: 118 to 130 over 74 to 80, 2 readings");
  assert.equal(vitals.describe(heart, 1), "heart-after: 66, 1 reading");
});

test("weeks are read as weeks", () => {
  const week = { ...heart, step: 7 };
  const { title, label } = built([week], 7).config.options.plugins.tooltip.callbacks;
  const item = { raw: vitals.touchable(week)[0], datasetIndex: 0, chart: { width: 600 } };

  assert.match(title([item])[0], /^Week of /);
  assert.deepEqual(label(item), ["heart-after: 66, 1 reading"]);
});
