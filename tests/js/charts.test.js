import assert from "node:assert/strict";
import { test } from "node:test";

import { evenTicks, numberAxis, yAxis } from "../../static/js/charts/axes.js";
import { dayTicks, formatDay, writeDays } from "../../static/js/charts/calendar.js";
import { baseOptions, drawings, fold } from "../../static/js/charts/options.js";
import { faint, readPalette, readPaper } from "../../static/js/charts/palette.js";
import { alone, boxes, touchable, valueAt } from "../../static/js/charts/series.js";
import { palette, regular } from "./chart_parts.js";

const day = (text) => Date.parse(text) / 86_400_000;

test("a day number is that day of the calendar in every time zone", () => {
  assert.equal(formatDay(0, { dateStyle: "short" }, "en-GB"), "01/01/1970");
  assert.equal(formatDay(0.99, { dateStyle: "short" }, "en-GB"), "01/01/1970");
  assert.match(writeDays({ from: 20_585, to: 20_586 }), / to /);
  assert.doesNotMatch(writeDays({ from: 20_585, to: 20_585 }), / to /);
});

test("ticks stand at noon of days while days have room, then at months, then at years", () => {
  const week = dayTicks(day("2026-03-02"), day("2026-03-09"), 700);
  const year = dayTicks(day("2026-01-01"), day("2027-01-01"), 320);
  const decade = dayTicks(day("2016-11-22"), day("2026-11-23"), 320);

  assert.equal(week.length, 7);
  assert.equal(week[0].value, day("2026-03-02") + 0.5);
  assert.deepEqual(year.map(({ value }) => new Date(value * 86_400_000).getUTCDate()), [1, 1, 1, 1, 1]);
  assert.deepEqual(decade.map(({ label }) => label), ["2018", "2020", "2022", "2024", "2026"]);
});

test("a month is named with its year at the start and in January, else without", () => {
  const labels = dayTicks(day("2025-11-01"), day("2026-03-02"), 300).map(({ label }) => label);

  assert.deepEqual(labels.map((label) => /\d{4}/.test(label)), [true, false, true, false, false]);
});

test("ticks of a number axis are multiples of a round step, within its ends", () => {
  assert.deepEqual(evenTicks(0, 10, 5), [0, 2, 4, 6, 8, 10]);
  assert.deepEqual(evenTicks(-10, 10, 5), [-10, -5, 0, 5, 10]);
  assert.deepEqual(evenTicks(0, 90, 6), [0, 15, 30, 45, 60, 75, 90]);
});

test("an axis whose values are words has one tick for each", () => {
  const scale = { maxWidth: 300 };
  numberAxis({ min: 0, max: 1, words: ["not noted", "noted"] }, palette).afterBuildTicks(scale);

  assert.deepEqual(scale.ticks, [
    { value: 0, label: "not noted" },
    { value: 1, label: "noted" },
  ]);
});

test("room beyond the ends of an axis brings no score beyond them", () => {
  const axis = yAxis({ min: 0, max: 10 }, palette, 11, 0.05);
  const scale = {};
  axis.afterBuildTicks(scale);

  assert.deepEqual([axis.min, axis.max], [-0.5, 10.5]);
  assert.deepEqual(scale.ticks.map(({ value }) => value), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test("the palette holds a colour for each role and each score", () => {
  assert.equal(palette.pain, "--chart-pain");
  assert.equal(palette.ramp.length, 11);
  assert.equal(palette.ramp[10], "--pain-10");
});

test("paper takes the tokens that stand under no condition", () => {
  const style = (colour) => ({ getPropertyValue: () => colour });
  const dark = { cssRules: [{ style: style("#ebe7de") }] }; // an @media rule: no style of its own
  const paper = readPaper([{ cssRules: [{ style: style("") }, dark, { style: style("#1d2524") }] }]);

  assert.equal(paper.pain, "#1d2524");
  assert.equal(paper.ground, "#fff");
});

test("a token gets faint by its alpha, and what has one keeps it", () => {
  assert.equal(faint("#0b7a78", 0.5), "#0b7a7880");
  assert.equal(faint("#0b7a7826", 0.5), "#0b7a7826");
});

test("charts are drawn from parsed data, without motion, legend or asking for their size", () => {
  const options = baseOptions(palette, {}, {});

  assert.equal(options.animation, false);
  assert.equal(options.parsing, false);
  assert.equal(options.normalized, true);
  assert.equal(options.responsive, false);
  assert.equal(options.plugins.legend, false);
  assert.equal(options.elements.point.radius, 0);
});

test("layers are drawn in turn, below or above the points, as one plugin", () => {
  const seen = [];
  const layer = (name) => ({ above: () => seen.push(name) });
  const [plugin, ...others] = drawings(layer("first"), { below: () => seen.push("ground") }, layer("last"));

  plugin.beforeDatasetsDraw();
  plugin.afterDatasetsDraw();

  assert.deepEqual(seen, ["ground", "first", "last"]);
  assert.deepEqual(others, []);
});

test("words under the finger fold within a narrow chart and keep all of them", () => {
  const words = "Average pain of the day, lowest to highest of the week: 3 to 5 / 10, 4 days";
  const lines = fold(words, 330);

  assert.ok(lines.length > 1);
  assert.ok(lines.every((line) => line.length <= 44));
  assert.equal(lines.join(" "), words);
  assert.deepEqual(fold(words, 1200), [words]);
});

test("a day between two gaps is alone, one beside another is not", () => {
  assert.deepEqual(alone({ data: [5, null, 4, null, 3, 6] }), [0, 2]);
});

test("nothing and none are no boxes; a pair keeps both of its ends", () => {
  assert.deepEqual(boxes(regular("session", [0, 2, null], { x0: 4, step: 7 })), [
    { from: 11, to: 18, low: 0, high: 2 },
  ]);
  assert.deepEqual(boxes(regular("pain", [[3, 5]], { x0: 4, step: 7 })), [
    { from: 4, to: 11, low: 3, high: 5 },
  ]);
});

test("a value is found by any day of its week, and is null outside of the series", () => {
  const weeks = regular("pain", [[3, 5], null], { x0: 4, step: 7, n: [2, 0] });

  assert.deepEqual(valueAt(weeks, 10), [3, 5]);
  assert.equal(valueAt(weeks, 10, "n"), 2);
  assert.equal(valueAt(weeks, 11), null);
  assert.equal(valueAt(weeks, 3), null);
  assert.equal(valueAt(undefined, 3), null);
});

test("the finger finds each day that holds anything, at its pain if there is one", () => {
  const data = {
    datasets: [
      regular("worst", [9, null, null, null]),
      regular("pain", [6, null, null, null]),
      { role: "rating", data: [{ x: 1.75, y: 4 }] },
      regular("session", [1, 0, 2, 0]),
    ],
  };

  assert.deepEqual(touchable(data), [
    { x: 0.5, y: 6, day: 0 },
    { x: 1.5, y: 4, day: 1 },
    { x: 2.5, y: 0, day: 2 },
  ]);
});
