import assert from "node:assert/strict";
import { test } from "node:test";

import { days, ratingRadius } from "../../static/js/charts/days.js";
import { sessions, tall } from "../../static/js/charts/lane.js";
import { band, runs } from "../../static/js/charts/lines.js";
import { slope } from "../../static/js/charts/slope.js";
import { describe, timeOf } from "../../static/js/charts/telling.js";
import { byDay, numbers, place, treatments } from "../../static/js/charts/treatments.js";
import { build } from "../../static/js/charts/trend.js";
import { weekBoxes } from "../../static/js/charts/weeks.js";
import { canvas, chartOn, palette, regular } from "./chart_parts.js";

const payload = (datasets, step = 1) => ({
  data: { labels: [], datasets },
  options: {
    chart: "pain-trend",
    step,
    x: { title: "Day", type: "day", min: 0, max: 9 },
    y: { title: "Pain", min: 0, max: 10 },
  },
});
const sight = { view: { from: 0, to: 9 }, width: 358 };

test("pain is drawn over its whole scale, whatever was recorded", () => {
  const { config } = build(payload([regular("pain", [4, 5])]), palette, sight);

  assert.deepEqual([config.options.scales.y.min, config.options.scales.y.max], [0, 10]);
  assert.deepEqual([config.options.scales.x.min, config.options.scales.x.max], [0, 10]);
});

test("a gap in the pain line stays a gap", () => {
  const { ctx, named } = canvas();

  days({ datasets: [regular("pain", [5, 4, null, 3, 2])] }, palette, 10).above(chartOn(ctx));

  assert.deepEqual(named("lineTo"), [["lineTo", 1.5, 4], ["lineTo", 4.5, 2]]);
});

test("a day entered late has a ring, a day in time has none", () => {
  const drawn = (late) => {
    const { ctx, named } = canvas();
    days({ datasets: [regular("pain", [5, 4, 3], { late })] }, palette, 10).above(chartOn(ctx));
    return named("arc");
  };

  assert.deepEqual(drawn([1]).map(([, x, y]) => [x, y]), [[1.5, 4]]);
  assert.deepEqual(drawn([]), []);
});

test("ratings stand at their time of day, and shrink where a day has a pixel", () => {
  const { ctx, named } = canvas();
  const rating = { role: "rating", label: "Pain right now", data: [{ x: 2.75, y: 6, late: false }] };

  days({ datasets: [rating] }, palette, 1).above(chartOn(ctx));

  assert.deepEqual(named("arc").map(([, x, y, r]) => [x, y, r]), [[2.75, 6, 1]]);
  assert.equal(ratingRadius(12), 3);
});

test("the key names hollow days only where there are any", () => {
  const words = (late) =>
    days({ datasets: [regular("pain", [5, 4], { late })] }, palette, 9).entries.map(([, text]) => text);

  assert.deepEqual(words([1]), ["pain", "entered late"]);
  assert.deepEqual(words([]), ["pain"]);
});

test("a week is in the band of averages, or without one in that of ratings, never in both", () => {
  const week = { x0: 4, step: 7 };
  const { averages, ratings } = weekBoxes({
    datasets: [regular("pain", [[3, 5], null], week), regular("rating", [[1, 2], [6, 7]], week)],
  });

  assert.deepEqual(averages.map(({ from }) => from), [4]);
  assert.deepEqual(ratings.map(({ from, low, high }) => [from, low, high]), [[11, 6, 7]]);
});

test("a band is one outline round each run of weeks", () => {
  const boxes = [0, 7, 21].map((from) => ({ from, to: from + 7, low: 2, high: 5 }));
  const { ctx, named } = canvas();

  band(ctx, boxes, chartOn(ctx).scales.x, { getPixelForValue: (value) => -value }, { fill: "x" });

  assert.deepEqual(runs(boxes).map((run) => run.length), [2, 1]);
  assert.equal(named("closePath").length, 2);
  assert.equal(named("fill").length, 1);
});

test("a week whose lowest is its highest is still seen", () => {
  const { ctx, named } = canvas();
  const { x } = chartOn(ctx).scales;

  band(ctx, [{ from: 0, to: 7, low: 4, high: 4 }], x, x, { fill: "x", thin: 2 });

  assert.deepEqual([...new Set(named("lineTo").map(([, , y]) => y))], [3, 5]);
});

test("sessions are triangles where days have room, bars where they have none", () => {
  const session = regular("session", [1, 0, 2]);
  const drawnBy = (series, perDay) => {
    const { ctx, named } = canvas();
    sessions(series, palette, perDay).above(chartOn(ctx));
    return [named("moveTo").length, named("rect").length - 1]; // one rect cuts out the lane
  };

  assert.deepEqual(drawnBy(session, 12), [2, 0]);
  assert.deepEqual(drawnBy(session, 1), [0, 2]);
  assert.deepEqual(sessions(regular("session", [0, 0]), palette, 12).entries, []);
});

test("a week's bar grows with its sessions and never leaves the lane", () => {
  assert.ok(tall(1, 7) < tall(4, 7));
  assert.equal(tall(7, 7), tall(20, 7));
  assert.equal(tall(1, 1), tall(3, 1));
});

test("changes of the same day are one line, those out of sight none", () => {
  const points = [{ x: 3, label: "Ibuprofen" }, { x: 3, label: "heat" }, { x: 12, label: "later" }];

  assert.deepEqual(byDay(points, { from: 0, to: 9 }), [{ day: 3, words: "Ibuprofen; heat" }]);
});

test("a label goes to the second row rather than over another, and ends within the plot", () => {
  const marks = [{ x: 10, width: 80 }, { x: 40, width: 80 }, { x: 380, width: 80 }];

  assert.deepEqual(place(marks, { left: 0, right: 400 }), [
    { left: 10, row: 0 },
    { left: 40, row: 1 },
    { left: 320, row: 0 },
  ]);
});

test("where words have no room there are numbers and a list, and crowded lines share theirs", () => {
  const points = [10, 12, 60].map((x) => ({ x, label: "Amitriptyline, 10 mg at night" }));
  const { ctx, named } = canvas();
  const changes = treatments({ data: points }, { from: 0, to: 90 }, palette);

  changes.above(chartOn(ctx));

  assert.deepEqual(named("fillText").map(([, text]) => text), ["1–2", "3"]);
  assert.equal(changes.notes().length, 3);
  assert.deepEqual(numbers([{ x: 0 }, { x: 100 }]), [{ x: 0, text: "1" }, { x: 100, text: "2" }]);
});

test("where words have room they stand at their lines, and no list repeats them", () => {
  const { ctx, named } = canvas();
  const changes = treatments({ data: [{ x: 10, label: "Ibuprofen" }] }, { from: 0, to: 90 }, palette);

  changes.above(chartOn(ctx));

  assert.deepEqual(named("fillText").map(([, text]) => text), ["Ibuprofen"]);
  assert.deepEqual(changes.notes(), []);
});

test("what a finger reads of a day is all that is recorded, with scale, time and count", () => {
  const data = {
    datasets: [
      regular("worst", [7]),
      regular("pain", [4], { late: [0] }),
      { role: "rating", label: "right now", data: [{ x: 0.75, y: 3, late: false }] },
      regular("session", [2]),
      { role: "treatment", data: [{ x: 0, label: "Ibuprofen, 400 mg" }] },
    ],
  };

  assert.deepEqual(describe(data, 0, 1), [
    "pain: 4 / 10, entered late",
    "worst: 7 / 10",
    "right now: 3 / 10 at 18:00",
    "2 sessions",
    "Ibuprofen, 400 mg",
  ]);
  assert.equal(timeOf(20_000 + 1439 / 1440), "23:59");
});

test("what a finger reads of a week has lowest, highest and the number of days", () => {
  const week = { x0: 4, step: 7 };
  const data = {
    datasets: [regular("pain", [[3, 5]], { ...week, n: [4] }), regular("session", [1], week)],
  };

  assert.deepEqual(describe(data, 4, 7), ["pain: 3 to 5 / 10, 4 days", "1 session"]);
});

const line = (ends) => ({ role: "line", label: "-0.3 points a week (-0.5 to -0.1, n = 80 days)", data: ends });

test("the straight line turns within the interval of its slope, and says how steep it is over the plot", () => {
  const { ctx, named } = canvas();
  const ends = [{ x: 0, y: 6, low: 5, high: 7 }, { x: 9, y: 4, low: 3, high: 5 }];
  const drawn = slope(line(ends), palette, 800, 32);

  drawn.above(chartOn(ctx));

  assert.deepEqual(named("moveTo").map(([, ...at]) => at), [[0.5, 5], [0.5, 6]]);
  assert.deepEqual(named("lineTo").map(([, ...at]) => at), [[9.5, 5], [9.5, 3], [0.5, 7], [9.5, 4]]);
  assert.equal(drawn.tall, 16);
  assert.ok(named("fillText")[0][3] < 20 - 32);
  assert.equal(drawn.entries.length, 2);
});

test("without an interval there is a line and no band, and no line takes no room", () => {
  const ends = [{ x: 0, y: 6, low: null, high: null }, { x: 9, y: 6, low: null, high: null }];

  assert.equal(slope(line(ends), palette, 800, 0).entries.length, 1);
  assert.deepEqual(slope(undefined, palette, 800, 0), { entries: [], tall: 0 });
});

test("on a phone the words of the line take two rows", () => {
  assert.equal(slope(line([{ low: null }, {}]), palette, 300, 0).tall, 32);
});
