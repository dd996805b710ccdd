// The buttons under a chart over time, and the line that says which days are in sight.

import { writeDays } from "./calendar.js";
import { finer } from "./finer.js";
import { selectDays } from "./select.js";
import { between, canZoom, closer, isSame, moved } from "./zoom.js";

const MARKS = { 1: "Each mark is one day.", 7: "Each mark is one week." };
const LOADING = "Loading the single days.";
const FAILED = "The single days could not be loaded.";

const BUTTONS = [
  ["Earlier", (view, whole) => moved(view, whole, -1)],
  ["Later", (view, whole) => moved(view, whole, 1)],
  ["Closer", closer],
  ["Whole period", (_, whole) => whole],
];

/** What the line says of the days in sight. */
export function tell(view, step, more = "") {
  return [`In sight: ${writeDays(view)}.`, MARKS[step], more].filter(Boolean).join(" ");
}

export function zoomable(figure, theStage, payload) {
  const whole = { from: payload.options.x.min, to: payload.options.x.max };
  const data = finer(figure.dataset.chart, whole, payload);
  const line = document.createElement("p");
  line.className = "chart-sight";
  line.setAttribute("role", "status");
  let view = whole;

  function show(more) {
    const best = data.atHand(view).payload;
    theStage.show(best, view);
    line.textContent = tell(view, best.options.step, more);
    refresh();
  }

  async function look(next) {
    if (isSame(next, view)) return;
    view = next;
    data.drop();
    const { hasFiner } = data.atHand(next);
    show(hasFiner ? LOADING : "");
    if (!hasFiner) return;
    try {
      await data.fetchDays(next);
      if (view === next) show();
    } catch (error) {
      if (error.name !== "AbortError" && view === next) show(FAILED);
    }
  }

  const { row, refresh } = buttons(() => view, whole, look);
  if (canZoom(whole)) {
    figure.querySelector(".chart-plot").before(row, line);
    selectDays(theStage, (one, other) => look(between(one, other, whole)));
  }
  show();
}

/** Those that would change nothing stay in place and keep the focus; they only say so. */
function buttons(view, whole, look) {
  const row = document.createElement("div");
  row.className = "chart-zoom";
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", "Days in sight");
  const made = BUTTONS.map(([words, step]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet";
    button.textContent = words;
    button.addEventListener("click", () => look(step(view(), whole)));
    row.append(button);
    return [button, step];
  });
  const refresh = () => {
    for (const [button, step] of made) {
      button.setAttribute("aria-disabled", String(isSame(step(view(), whole), view())));
    }
  };
  return { row, refresh };
}
