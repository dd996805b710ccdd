import assert from "node:assert/strict";
import { test } from "node:test";

import * as adherence from "../../static/js/charts/adherence.js";
import * as pairs from "../../static/js/charts/before_after.js";
import { bubbles, nested, radius } from "../../static/js/charts/bubbles.js";
import * as compare from "../../static/js/charts/compare.js";
import { curve } from "../../static/js/charts/curve.js";
import { expected } from "../../static/js/charts/expected.js";
import { intervals } from "../../static/js/charts/intervals.js";
import * as relief from "../../static/js/charts/relief.js";
import * as dots from "../../static/js/charts/relief_dots.js";
import * as settings from "../../static/js/charts/settings.js";
import { canvas, chartOn, palette, regular } from "./chart_parts.js";

const session = (extra) => ({ x: 35, y: 2, before: 6, late: false, ...extra });
const sight = { view: { from: 4, to: 17 }, width: 358 };
const axes = { x: { title: "Angle", type: "number", min: 0, max: 90 }, y: { title: "Relief", min: -10, max: 10 } };

const reliefOf = (sessions, means = []) =>
  relief.build(
    { data: { datasets: [regular("relief", sessions), regular("mean", means)] }, options: axes },
    palette,
    sight,
  );

test("a session's dot has the colour of the pain before it, and is hollow if outside averages", () => {
  const { ctx, calls } = canvas();
  const { config } = reliefOf([session({ before: 6 }), session({ before: 3, late: true, y: 1 })]);

  config.plugins[0].beforeDatasetsDraw(chartOn(ctx));

  const arcs = calls.map(([name], index) => (name === "arc" ? index : -1)).filter((index) => index >= 0);
  const after = arcs.map((index) => calls.slice(index + 1, index + 3));
  assert.deepEqual(after[0], [["strokeStyle", "--pain-3"], ["lineWidth", 2]]);
  assert.deepEqual(after[1], [["fillStyle", "--pain-6"], ["fill"]]);
});

test("equal dots fan out sideways by two steps at most and keep what they were", () => {
  const four = dots.fan([session(), session({ y: 1 }), session(), session()], 1);
  const many = dots.fan(Array.from({ length: 500 }, () => session()), 1);

  assert.deepEqual(four.map(({ x }) => x), [35, 35, 36, 34]);
  assert.ok(four.every(({ exact }) => exact === 35));
  assert.deepEqual([...new Set(many.map(({ x }) => x))].sort(), [33, 34, 35, 36, 37]);
});

test("of dots on one place the last is drawn and tells how many are below", () => {
  const found = dots.apart([session(), session({ x: 20 }), session({ before: 9 })]);

  assert.deepEqual(found.map(({ x, before, below }) => [x, before, below]), [[20, 6, 0], [35, 9, 1]]);
});

test("a session is read with what it was, why it is hollow, and what is below it", () => {
  const words = "Angle 35: relief 2 points, pain before 6 / 10";

  assert.equal(relief.describe(session({ exact: 35, below: 0 }), axes.x), words);
  assert.deepEqual(relief.describe(session({ exact: 35, below: 2, late: true }), axes.x), [
    `${words}, from memory, entered late, or not the day's first`,
    "2 more at this place",
  ]);
});

test("a mean is read with its interval and its number of sessions", () => {
  const mean = { y: 1.25, low: 0.4, high: 2.1, n: 12, from: 10, to: 20 };
  const read = (extra) => relief.describe({ ...mean, ...extra }, axes.x);

  assert.equal(read(), "Mean relief 1.3 points (95 % interval 0.4 to 2.1), 12 sessions");
  assert.equal(read({ low: null, high: null, n: 5 }), "Mean relief 1.3 points, 5 sessions");
});

test("a band is drawn for means with an interval only, a bar for every mean", () => {
  const means = [
    { y: 1, low: 0, high: 2, from: 20, to: 30 },
    { y: 3, low: null, high: null, from: 30, to: 40 },
  ];
  const { ctx, named } = canvas();
  const layer = intervals(means, palette);

  layer.below(chartOn(ctx));
  assert.deepEqual(named("fillRect"), [["fillRect", 21, 2, 8, -2]]);

  layer.above(chartOn(ctx));
  assert.equal(named("fillRect").length, 3);
});

test("the area of a bubble, not its width, grows with the count", () => {
  assert.equal(radius(100, 100, 16), 16);
  assert.equal(radius(25, 100, 16), 8);
  assert.equal(radius(1, 10_000, 16), 2);
  assert.equal(radius(1, 1, 16), 8);
});

test("a ring takes in what averages leave out", () => {
  const { filled, rings } = nested([{ x: 6, y: 4, n: 3 }], [{ x: 6, y: 4, n: 2 }, { x: 7, y: 7, n: 1 }]);

  assert.deepEqual(filled.map(({ size, text }) => [size, text]), [[3, "3"]]);
  assert.deepEqual(rings.map(({ size }) => size), [5, 1]);
});

test("a setting is teal by its mean, and grey and without a number below the gate", () => {
  const cell = { x: 2, y: 30, sessions: 9, n: 8, mean: 1.24, low: 0.5, high: 2, };
  const few = { x: 3, y: 40, sessions: 2, n: 1, mean: null, low: null, high: null };
  const layers = settings.layersOf([cell, few], palette).filter(({ spots }) => spots.length);

  assert.deepEqual(layers.map(({ spots }) => spots[0].text), ["", "+1.2"]);
  assert.deepEqual(layers.map(({ look }) => look.stroke), ["--chart-worst", "--chart-relief"]);
  assert.deepEqual([-2, 0, 0.4, 1, 1.1, 3, 8].map(settings.depth), [0, 0, 1, 1, 2, 3, 4]);
});

test("a setting is read with how often, and its mean with interval and n, or what is missing", () => {
  assert.deepEqual(settings.describe({ sessions: 9, n: 8, mean: 1.24, low: 0.5, high: 2 }), [
    "9 sessions",
    "Mean relief +1.2 points (95 % interval +0.5 to +2.0), 8 sessions",
  ]);
  assert.deepEqual(settings.describe({ sessions: 2, n: 1, mean: null }), [
    "2 sessions",
    "1 rated both before and after: too few for a mean",
  ]);
});

test("before and after name their sides and say which sessions averages leave out", () => {
  const { ctx, named } = canvas();
  const datasets = [regular("pair", [{ x: 6, y: 4, n: 3 }]), regular("pair-late", [])];
  const scores = { min: 0, max: 10 };
  const { config, entries } = pairs.build({ data: { datasets }, options: { x: scores, y: scores } }, palette);

  config.plugins[0].beforeDatasetsDraw(chartOn(ctx));

  assert.deepEqual(named("fillText").map(([, text]) => text), ["less pain after", "more pain after", "no change"]);
  assert.equal(entries.length, 1);
  assert.equal(pairs.describe({ n: 1 }, "From memory"), "1 session: from memory");
});

test("two things side by side carry their titles, their n, and no line", () => {
  const day = { x: 7.5, y: 1, n: 4, late: false };
  const options = { x: { title: "Sleep, hours", min: 0, max: 12 }, y: { title: "Heat", min: 0, max: 1, words: ["not noted", "noted"] } };
  const { config } = compare.build({ data: { datasets: [regular("day", [day])] }, options }, palette);
  const { title, label } = config.options.plugins.tooltip.callbacks;
  const item = { raw: day, chart: { width: 1000 } };

  assert.deepEqual(title([item]), ["Sleep, hours: 7.5", "Heat: noted"]);
  assert.deepEqual(label(item), ["4 days"]);
  assert.equal(config.data.datasets.length, 1);
  assert.equal(compare.finest([{ x: 7 }, { x: 7.25 }, { x: 9 }], "x"), 0.25);
});

test("a week is read as days of the days it has in the period", () => {
  const rated = regular("rated", [3, null], { x0: 4, step: 7, n: [5, 7] });

  assert.equal(adherence.describe(rated, 8), "rated: 3 of 5 days");
  assert.equal(adherence.describe(rated, 12), "rated: 0 of 7 days");
});

test("rated days and session days have a row each, over the whole week", () => {
  const week = { x0: 4, step: 7, n: [7, 7] };
  const datasets = [regular("rated", [3, 4], week), regular("session-days", [1, 0], week)];
  const { config } = adherence.build({ data: { datasets }, options: {} }, palette, sight);
  const { x, ...rows } = config.options.scales;

  assert.deepEqual(Object.keys(rows), ["session-days", "rated"]);
  assert.deepEqual(config.data.datasets.map(({ yAxisID }) => yAxisID), ["rated", "session-days"]);
  assert.deepEqual([x.min, x.max], [4, 18]);
});

test("a dot is filled as far as its angle is known, and hollow outside averages", () => {
  const kinds = [{ fill: 0 }, { fill: 1 }, { fill: 2 }, {}, { fill: 2, late: true }].map(dots.kindOf);

  assert.deepEqual(kinds, ["guess", "mark", "full", "full", "late"]);
});

test("the key names only the sources of the angle that are there, and none by time", () => {
  const words = (sessions) => reliefOf(sessions).entries.map(([, said]) => said);

  assert.deepEqual(words([session({ fill: 0 }), session({ fill: 2 })]).slice(1), [
    "angle a guess", "angle measured by the phone",
  ]);
  assert.equal(words([session()]).length, 1);
});

test("relief that is read at one pain before is told as it was rated, too", () => {
  const read = relief.describe(session({ exact: 35, y: 1.4, rated: 2, fill: 1 }), axes.x);

  assert.deepEqual(read, [
    "Angle 35: relief 2 points, pain before 6 / 10",
    "Read at one pain before: 1.4 points",
    "Angle by a mark on the table",
  ]);
});

test("a mean drawn towards all groups has a bar and a stem of its own, and its interval in words", () => {
  const mean = { y: 1, low: 0, high: 2, n: 8, from: 20, to: 30, pooled: 0.8, pooled_low: 0.2, pooled_high: 1.4 };
  const { ctx, named } = canvas();

  intervals([mean], palette).above(chartOn(ctx));

  assert.equal(named("fillRect").length, 3);
  assert.equal(
    relief.describe(mean, axes.x)[1],
    "Drawn towards all groups: 0.8 points (95 % interval 0.2 to 1.4)",
  );
});

test("a bubble of a setting tells the mean drawn towards all settings, with its n where there is room", () => {
  const cell = { x: 2, y: 30, sessions: 9, n: 8, mean: 3.4, low: 1, high: 5, pooled: 1.2, pooled_low: 0.2, pooled_high: 2 };
  const [, ...layers] = settings.layersOf([cell], palette);
  const { ctx, named } = canvas();

  bubbles(layers, palette, () => 18).above(chartOn(ctx));

  assert.deepEqual(named("fillText").map(([, text]) => text), ["+1.2", "n 8"]);
  assert.equal(settings.describe(cell)[2], "Drawn towards all settings: +1.2 points (95 % interval +0.2 to +2.0)");
});

const part = (role, data) => ({ role, label: role, data: [data] });
const cut = [
  part("usual", { x: 5 }),
  part("settling", { x: 6, from: 6, y: 5.5 }),
  part("left", { x: 6, from: 5.5, y: 4, low: 3, high: 5 }),
];

test("what settles by itself and what is left are bars under one another, the interval wider", () => {
  const { ctx, named } = canvas();
  const { above, entries } = expected({ datasets: cut }, palette);

  above(chartOn(ctx));

  const boxes = named("fillRect").map(([, , top, , tall]) => [top, tall]);
  assert.deepEqual([boxes[0], boxes[2], boxes[4]], [[3, 2], [5.5, 0.5], [4, 1.5]]);
  assert.deepEqual(entries.map(([, words]) => words), ["usual", "settling", "left"]);
});

test("nothing is expected while usual pain is not known", () => {
  assert.deepEqual(expected({ datasets: [] }, palette), { entries: [] });
});

test("a curve is a band and a line over the dots, from left to right and back", () => {
  const series = { data: [{ x: 1, y: 2, low: 1, high: 3 }, { x: 4, y: 2, low: 0, high: 3 }] };
  const { ctx, named } = canvas();

  curve(series, palette).above(chartOn(ctx));

  assert.deepEqual(named("moveTo").map(([, ...at]) => at), [[1, 3], [1, 2]]);
  assert.deepEqual(named("lineTo").map(([, ...at]) => at), [[4, 3], [4, 0], [1, 1], [4, 2]]);
});

test("a chart is drawn with what was asked for besides, and its key", () => {
  const more = () => ({ entries: [[[], "smooth curve"]], above() {} });
  const built = relief.build({ data: { datasets: [] }, options: axes, more }, palette, sight);

  assert.deepEqual(built.entries.map(([, words]) => words), ["smooth curve"]);
});
