import assert from "node:assert/strict";
import { test } from "node:test";

import * as questionnaires from "../../static/js/charts/questionnaires.js";
import * as decay from "../../static/js/charts/relief_decay.js";
import { canvas, chartOn, palette } from "./chart_parts.js";

const NAMES = ["Before", "Right after", "30 min", "2 h", "Next morning"];
const options = {
  x: { min: 0, max: 4, title: "", words: NAMES },
  y: { min: 0, max: 10, title: "Pain, 0 to 10" },
};
const median = (x, y, n, low = null, high = null) => ({ x, y, low, high, n });
const medians = [
  median(0, 6, 12, 5.5, 7),
  median(1, 4, 12),
  median(2, null, 3),
  median(3, null, 0),
  median(4, 5.5, 10, 5, 6),
];
const payload = (lines, late = []) => ({
  data: {
    datasets: [
      { role: "line", label: "One session", data: lines },
      { role: "late", label: "Answered too late to count", data: late },
      { role: "median", label: "Median", data: medians },
    ],
  },
  options,
});
const drawnOn = (ctx, built) => built.config.plugins[0].beforeDatasetsDraw(chartOn(ctx));

test("a session's line breaks where nothing was answered and is never joined across", () => {
  assert.deepEqual(decay.stretches([6, 4, null, 3, 5]), [[0, 1], [3, 4]]);
  assert.deepEqual(decay.stretches([6, 4, null, null, 5]), [[0, 1], [4]]);
  assert.deepEqual(decay.stretches([6, 4, null, null, null]), [[0, 1]]);
});

test("an answer alone is a dot, and so is one that came too late, hollow", () => {
  const { ctx, named } = canvas();
  drawnOn(ctx, decay.build(payload([[6, 4, null, null, 5]], [{ x: 2.5, y: 3, minutes: 75 }]), palette));

  assert.deepEqual(named("lineTo").map(([, x]) => x), [1]);
  assert.deepEqual(named("arc").map(([, x]) => x), [4, 2.5]);
});

test("equal lines are laid apart by less than half a point, each the same each time", () => {
  const shifts = Array.from({ length: 366 }, (_, index) => decay.shift(index));

  assert.ok(Math.max(...shifts.map(Math.abs)) <= 0.3);
  assert.equal(new Set(shifts.map((shift) => shift.toFixed(4))).size, 366);
});

test("every time says its n, and only a time with enough answers has a median", () => {
  const { config, entries } = decay.build(payload([[6, 4, null, null, null]]), palette);
  const scale = {};
  config.options.scales.x.afterBuildTicks(scale);

  assert.deepEqual(scale.ticks.map(({ label }) => label[1]), ["n = 12", "n = 12", "n = 3", "n = 0", "n = 10"]);
  assert.deepEqual(config.data.datasets[0].data.map(({ x }) => x), [0, 1, 4]);
  assert.deepEqual(entries.map(([, words]) => words), [
    "one session, equal ones laid apart",
    "median",
    "95 % interval",
  ]);
});

test("medians are bars of their own that no line joins", () => {
  const { ctx, named } = canvas();
  const built = decay.build(payload([]), palette);
  built.config.plugins[0].afterDatasetsDraw(chartOn(ctx));

  assert.equal(named("fillRect").length, 3);
  assert.equal(named("lineTo").length, 0);
});

test("the finger reads median, interval and n, or when a late answer came", () => {
  assert.equal(decay.describe(medians[0]), "Median 6.0 / 10 (95 % interval 5.5 to 7.0), 12 answers");
  assert.equal(decay.describe(medians[1]), "Median 4.0 / 10 (interval not computable), 12 answers");
  assert.equal(decay.describe({ x: 2.5, y: 3, minutes: 75 }), "3 / 10, 75 min after, too late to count");
  assert.equal(decay.after(300), "5 h");
});

const LABELS = ["very much improved", "much improved", "minimally improved", "no change"].concat(
  ["minimally worse", "much worse", "very much worse"],
);
const rows = {
  peg: { low: 0, high: 10, decimals: 1, every: 7, direction: "lower means less trouble" },
  psfs: { low: 0, high: 10, decimals: 1, every: 28, direction: "higher means less trouble" },
  pgic: { low: 1, high: 7, decimals: 0, every: 28, direction: "lower means less trouble", words: LABELS },
};
const peg = { role: "peg", label: "PEG", data: [7, 14, 28].map((x) => ({ x, y: 5 })) };
const psfs = { role: "psfs", label: "PSFS", data: [{ x: 7, y: 4 }] };
const pgic = { role: "pgic", label: "PGIC", data: [{ x: 7, y: 2 }, { x: 35, y: 4 }] };
const built = (...datasets) =>
  questionnaires.build({ data: { datasets }, options: { rows } }, palette, {
    view: { from: 0, to: 40 },
    width: 300,
  });

test("each questionnaire stands on a scale of its own, the first on top", () => {
  const { scales } = built(peg, psfs).config.options;

  assert.deepEqual(Object.keys(scales), ["x", "psfs", "peg"]);
  assert.equal(scales.peg.stack, scales.psfs.stack);
});

test("no line leads over a time that was left out, and labels are not joined at all", () => {
  assert.deepEqual(questionnaires.runs(peg.data, rows.peg).map((run) => run.length), [2, 1]);
  assert.deepEqual(questionnaires.runs(pgic.data, rows.pgic), []);
});

test("each row says which way is less trouble", () => {
  const { ctx, named } = canvas();
  const same = { getPixelForValue: (value) => value, left: 0, top: 0 };
  const scales = { x: same, peg: same, psfs: same };
  built(peg, psfs).config.plugins[0].beforeDatasetsDraw({ ctx, scales });

  assert.deepEqual(named("fillText").map(([, words]) => words), [
    "PEG: lower means less trouble",
    "PSFS: higher means less trouble",
  ]);
});

test("labels are steps with their words where there is room, else the row's name says the ends", () => {
  const found = (isWide) => questionnaires.ticks(rows.pgic, isWide);

  assert.deepEqual(found(true).map(({ label }) => label), LABELS);
  assert.deepEqual(found(true).map(({ value }) => value), [1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual(found(false), [{ value: 1 }, { value: 4 }, { value: 7 }]);
  assert.equal(questionnaires.nameOf("PGIC", rows.pgic, true), "PGIC");
  assert.equal(questionnaires.nameOf("PGIC", rows.pgic, false), "PGIC: 1 very much improved, 7 very much worse");
});

test("ten years of weeks are smaller dots than a few months", () => {
  assert.equal(questionnaires.radius(330 / 12), 3.5);
  assert.equal(questionnaires.radius(330 / 520), 1.5);
});

test("the finger reads a score on its scale, or the label that it stands for", () => {
  assert.equal(questionnaires.describe(peg, rows, 16 / 3), "PEG: 5.3 / 10");
  assert.equal(questionnaires.describe(pgic, rows, 4), "PGIC: no change");
});
