import assert from "node:assert/strict";
import { test } from "node:test";

import { tell } from "../../static/js/charts/controls.js";
import { finer } from "../../static/js/charts/finer.js";
import { address, between, block, closer, length, moved } from "../../static/js/charts/zoom.js";

const DECADE = { from: 17_000, to: 20_651 };
const byWeek = { data: { datasets: [] }, options: { step: 7 } };
const byDay = { data: { datasets: [] }, options: { step: 1 } };

test("closer ends with the newest day while that is in sight, else keeps the middle", () => {
  assert.deepEqual(closer(DECADE, DECADE), { from: 20_651 - 1824, to: 20_651 });
  assert.deepEqual(closer({ from: 18_000, to: 18_364 }, DECADE), { from: 18_091, to: 18_272 });
});

test("closer shows at most three quarters of the days, and at least a week", () => {
  let view = DECADE;
  const lengths = [];
  while (length(view) > 7) {
    view = closer(view, DECADE);
    lengths.push(length(view));
  }

  assert.deepEqual(lengths, [1825, 730, 365, 182, 91, 28, 14, 7]);
  assert.deepEqual(closer(view, DECADE), view);
});

test("earlier and later move by what is in sight and stop at the ends", () => {
  const view = { from: 18_000, to: 18_099 };

  assert.deepEqual(moved(view, DECADE, -1), { from: 17_900, to: 17_999 });
  assert.deepEqual(moved(view, DECADE, 1), { from: 18_100, to: 18_199 });
  assert.deepEqual(moved({ from: 17_020, to: 17_119 }, DECADE, -1), { from: 17_000, to: 17_099 });
});

test("a drag selects whole days in either direction, a short one a week", () => {
  assert.deepEqual(between(18_030.7, 18_000.2, DECADE), { from: 18_000, to: 18_030 });
  assert.equal(length(between(18_000.1, 18_000.9, DECADE)), 7);
  assert.deepEqual(between(20_650, 20_651, DECADE), { from: 20_645, to: 20_651 });
});

test("days are fetched by the year around what is in sight", () => {
  const days = block({ from: 18_000, to: 18_090 }, DECADE);

  assert.equal(length(days), 366);
  assert.ok(days.from <= 18_000 && days.to >= 18_090);
  assert.equal(block({ from: 17_000, to: 17_090 }, DECADE).from, 17_000);
});

test("a part has the chart's address with its dates in place of the period", () => {
  const base = "http://example.test/insights/";

  assert.equal(
    address("/charts/pain-trend.json?period=all&x=1", { from: 0, to: 31 }, base),
    "http://example.test/charts/pain-trend.json?x=1&part=1&from=1970-01-01&to=1970-02-01",
  );
});

const fetcher = (asked) => async (url) => {
  asked.push(url);
  return byDay;
};

test("a year of a decade is fetched by day once, and parts of it come from memory", async () => {
  globalThis.document = { baseURI: "http://example.test/" };
  const asked = [];
  const data = finer("/charts/pain-trend.json?period=all", DECADE, byWeek, fetcher(asked));
  const year = { from: 18_000, to: 18_364 };

  assert.deepEqual(data.atHand(year), { payload: byWeek, hasFiner: true });
  await data.fetchDays(year);

  assert.deepEqual(data.atHand(year), { payload: byDay, hasFiner: false });
  assert.deepEqual(data.atHand({ from: 18_100, to: 18_200 }), { payload: byDay, hasFiner: false });
  assert.equal(asked.length, 1);
});

test("a part keeps the straight line of the whole period", async () => {
  globalThis.document = { baseURI: "http://example.test/" };
  const line = { role: "line", data: [{ x: 0, y: 5 }, { x: 9, y: 4 }] };
  const whole = { ...byWeek, data: { datasets: [line] } };
  const part = { ...byDay, data: { datasets: [{ role: "pain", data: [3] }] } };
  const data = finer("/x.json", DECADE, whole, async () => part);
  const year = { from: 18_000, to: 18_364 };

  await data.fetchDays(year);

  assert.deepEqual(data.atHand(year).payload.data.datasets.map(({ role }) => role), ["pain", "line"]);
});

test("more than a year, and a period that came by day, ask for nothing finer", () => {
  const two_years = { from: 18_000, to: 18_730 };
  const year = { from: 18_000, to: 18_365 };

  assert.equal(finer("/x.json", DECADE, byWeek).atHand(two_years).hasFiner, false);
  assert.equal(finer("/x.json", year, byDay).atHand(closer(year, year)).hasFiner, false);
});

test("a request that is outdated is dropped", async () => {
  globalThis.document = { baseURI: "http://example.test/" };
  const signals = [];
  const never = (_, { signal }) => {
    signals.push(signal);
    return new Promise(() => {});
  };
  const data = finer("/x.json", DECADE, byWeek, never);

  data.fetchDays({ from: 18_000, to: 18_100 });
  data.fetchDays({ from: 19_000, to: 19_100 });

  assert.deepEqual(signals.map(({ aborted }) => aborted), [true, false]);
});

test("the line says which days are in sight and what a mark is", () => {
  const view = { from: 20_000, to: 20_030 };

  assert.match(tell(view, 7), /^In sight: .+ to .+\. Each mark is one week\.$/);
  assert.match(tell(view, 1), /Each mark is one day\.$/);
});
