// The first chart of a page costs several times what any later one does, whatever is in it: scripts are
// compiled as they run, and fonts are looked up. So a chart of two weeks that nobody sees is drawn, but
// only in time that is free: while the data is still under way.

import { build } from "./trend.js";

const WEEKS = { x0: 0, step: 7 };
const sample = {
  data: {
    datasets: [
      { ...WEEKS, role: "worst", data: [7, 8] },
      { ...WEEKS, role: "pain", data: [[3, 5], null] },
      { ...WEEKS, role: "rating", data: [null, [4, 4]] },
      { ...WEEKS, role: "session", data: [1, 2] },
      { role: "treatment", data: [{ x: 3, label: "A" }, { x: 9, label: "B" }] },
    ],
  },
  options: { step: WEEKS.step, y: { min: 0, max: 10 } },
};
const SIZE = { width: 300, height: 150 };

export function warmUp(Chart, palette) {
  const start = performance.now();
  Chart.defaults.font.family = palette.font;
  const sight = { view: { from: 0, to: 13 }, width: SIZE.width };
  const canvas = Object.assign(document.createElement("canvas"), SIZE);
  new Chart(canvas, build(sample, palette, sight).config).destroy();
  performance.measure("invertrack:warm", { start });
}
