import assert from "node:assert/strict";
import { test } from "node:test";

import { formatDay, writeX, xAxis } from "../../static/js/charts/axes.js";
import { intervals } from "../../static/js/charts/intervals.js";
import { readPalette } from "../../static/js/charts/palette.js";
import * as reliefChart from "../../static/js/charts/relief.js";
import * as trendChart from "../../static/js/charts/trend.js";

const palette = readPalette({ getPropertyValue: (name) => ` ${name} ` });

const trendPayload = (data) => ({
  data: { labels: [], datasets: [{ label: "Average", role: "pain", data }] },
  options: {
    chart: "pain-trend",
    x: { title: "Day", type: "day", min: 0, max: 10 },
    y: { title: "Pain", min: 0, max: 10 },
  },
});

const session = (extra) => ({ x: 35, y: 2, before: 6, late: false, ...extra });

const reliefPayload = (sessions, means = []) => ({
  data: {
    labels: [],
    datasets: [
      { label: "Sessions", role: "relief", data: sessions },
      { label: "Mean", role: "mean", data: means },
    ],
  },
  options: {
    chart: "relief-by-angle",
    x: { title: "Angle", type: "number", min: 0, max: 90 },
    y: { title: "Relief", min: -10, max: 10 },
  },
});

test("a day number is that day of the calendar in every time zone", () => {
  assert.equal(formatDay(0, { dateStyle: "short" }, "en-GB"), "01/01/1970");
  assert.match(writeX({ type: "day" }, 20_585), /2026/);
  assert.equal(writeX({ type: "number" }, 2.5), "2.5");
});

test("the palette holds a colour for each role and each score", () => {
  assert.equal(palette.pain, "--chart-pain");
  assert.equal(palette.ramp.length, 11);
  assert.equal(palette.ramp[10], "--pain-10");
});

test("a gap in the pain line stays a gap", () => {
  const points = [{ x: 0, y: 5 }, { x: 1, y: null }, { x: 2, y: 4 }];

  const [line] = trendChart.trend(trendPayload(points), palette).data.datasets;

  assert.equal(line.spanGaps, false);
  assert.deepEqual(line.data, points);
});

test("only a day between two gaps gets a dot, for no line shows it", () => {
  const points = [5, null, 4, null, 3, 6].map((y, x) => ({ x, y }));

  const alone = points.map((_, i) => trendChart.isAlone(points, i));

  assert.deepEqual(alone, [true, false, true, false, false, false]);
});

test("pain is drawn over its whole scale, without animation, from parsed data", () => {
  const { options } = trendChart.trend(trendPayload([]), palette);

  assert.deepEqual([options.scales.y.min, options.scales.y.max], [0, 10]);
  assert.equal(options.animation, false);
  assert.equal(options.parsing, false);
});

test("what a finger reads has the scale or the count in it", () => {
  assert.equal(trendChart.describe({ role: "pain", label: "Average" }, { y: 4 }), "Average: 4 / 10");
  assert.equal(trendChart.describe({ role: "session" }, { y: 0, n: 1 }), "1 session");
  assert.equal(trendChart.describe({ role: "session" }, { y: 0, n: 2 }), "2 sessions");
});

test("a session's dot has the colour of the pain before it, and is hollow if outside averages", () => {
  const sessions = [session({ before: 6 }), session({ before: 6, late: true })];

  const [dots] = reliefChart.relief(reliefPayload(sessions), palette).data.datasets;

  assert.deepEqual(dots.pointBackgroundColor, ["--pain-6", "transparent"]);
  assert.equal(dots.pointBorderColor[1], "--pain-6");
});

test("a mean is read with its interval and its number of sessions", () => {
  const x = { title: "Angle" };
  const mean = { y: 1.25, low: 0.4, high: 2.1, n: 12 };

  assert.equal(
    reliefChart.describe({ role: "mean" }, mean, x),
    "Mean relief 1.3 (95 % interval 0.4 to 2.1), 12 sessions",
  );
  assert.equal(
    reliefChart.describe({ role: "mean" }, { ...mean, low: null, high: null, n: 5 }, x),
    "Mean relief 1.3, 5 sessions",
  );
});

test("equal dots fan out sideways and keep what they were", () => {
  const dots = reliefChart.fan([session(), session({ y: 1 }), session(), session()], 1);

  assert.deepEqual(dots.map(({ x }) => x), [34, 35, 35, 36]);
  assert.ok(dots.every(({ exact }) => exact === 35));
});

test("however many dots are equal, none leaves its place by more than two steps", () => {
  const dots = reliefChart.fan(Array.from({ length: 500 }, () => session()), 1);
  const places = new Set(dots.map(({ x }) => x));

  assert.deepEqual([...places].sort(), [33, 34, 35, 36, 37]);
});

test("days over more than a year are named with the year", () => {
  const label = (max) => xAxis({ type: "day", min: 0, max }, {}).ticks.callback(100);

  assert.match(label(3650), /1970/);
  assert.doesNotMatch(label(90), /1970/);
});

test("a session is read with what it was and why it is hollow", () => {
  const late = session({ late: true, exact: 35 });

  assert.equal(
    reliefChart.describe({ role: "relief" }, late, { title: "Angle" }),
    "Angle 35: relief 2, pain before 6 / 10, from memory, entered late, or not the day's first",
  );
});

test("a band is drawn for means with an interval only, a bar for every mean", () => {
  const drawn = [];
  const scale = { getPixelForValue: (value) => value };
  const ctx = { fillRect: (...box) => drawn.push(box) };
  const means = [
    { y: 1, low: 0, high: 2, from: 20, to: 30 },
    { y: 3, low: null, high: null, from: 30, to: 40 },
  ];
  const chart = { ctx, scales: { x: scale, y: scale }, data: reliefPayload([], means).data };
  const plugin = intervals(palette);

  plugin.beforeDatasetsDraw(chart);
  assert.deepEqual(drawn, [[21, 2, 8, -2]]);

  plugin.afterDatasetsDraw(chart);
  assert.equal(drawn.length, 3);
});
