// Printing: charts in the colours of paper, as wide as a page, whatever the screen shows.

import { readPaper } from "./palette.js";

/** `stages` is a live list of the figures that are drawn. */
export function printOnPaper(stages) {
  addEventListener("beforeprint", () => {
    const palette = readPaper();
    for (const each of stages) each.repaintForPaper(palette);
  });
  addEventListener("afterprint", () => {
    for (const each of stages) each.repaint();
  });
}
