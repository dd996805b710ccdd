// Keeps what was fetched of one chart: the whole period, and parts of it by day where it came by week.

import { fetchChart } from "./fetch.js";
import { find } from "./series.js";
import { address, block, covers, length, LONGEST_BY_DAY } from "./zoom.js";

export function finer(url, whole, payload, fetched = fetchChart) {
  const parts = [];
  let underWay = new AbortController();

  /** The data that draws `view` best of what is at hand, and whether there is a finer one to ask for. */
  function atHand(view) {
    const part = parts.find((each) => covers(each.days, view));
    const wantsDays = payload.options.step === 7 && length(view) <= LONGEST_BY_DAY;
    return { payload: wantsDays && part ? part.payload : payload, hasFiner: wantsDays && !part };
  }

  /** Fetch the days around `view`; an earlier request that is still under way is dropped. */
  async function fetchDays(view) {
    drop();
    underWay = new AbortController();
    const days = block(view, whole);
    const part = await fetched(address(url, days), { signal: underWay.signal });
    const line = find(payload.data, "line"); // of the whole period, and so of each part
    if (line) part.data.datasets.push(line);
    parts.push({ days, payload: part });
  }

  const drop = () => underWay.abort();

  return { atHand, fetchDays, drop };
}
