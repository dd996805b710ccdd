// One figure: puts a chart and its key in, and out again. What is drawn is measured, for the bench, as
// `invertrack:draw:<chart>`: the call ends with the canvas drawn, for nothing is animated.

import { key } from "./key.js";
import { readPalette } from "./palette.js";

const SHARP = 2; // canvas pixels for one of paper
const PAPER_WIDTH = 680; // a page's text column, in CSS pixels

export function stage(Chart, figure, build, firstSize) {
  const plot = figure.querySelector(".chart-plot");
  const canvas = plot.querySelector("canvas");
  let shown = { size: firstSize };
  let chart = null;
  let words = [];

  function draw(palette, { size = shown.size, sharp } = {}) {
    clear();
    const { payload, view } = shown;
    const start = performance.now();
    const { config, entries, notes } = build(payload, palette, { view, width: size.width });
    Object.assign(canvas, size);
    Object.assign(config.options, sharp && { devicePixelRatio: sharp });
    chart = new Chart(canvas, config);
    performance.measure(`invertrack:draw:${payload.options.chart}`, { start });
    words = key(entries, notes?.());
    figure.querySelector("figcaption").before(...words);
  }

  function clear() {
    chart?.destroy();
    for (const part of words) part.remove();
    words = [];
  }

  function repaint() {
    const palette = readPalette();
    Chart.defaults.font.family = palette.font;
    draw(palette);
  }

  return {
    plot,
    repaint,
    /** Draw these data; `view` is the part of the days in sight, for charts over time. */
    show(payload, view) {
      shown = { ...shown, payload, view };
      repaint();
    },
    resize(size) {
      if (size.width === shown.size.width && size.height === shown.size.height) return;
      shown = { ...shown, size };
      repaint();
    },
    /** As it stands on paper: light whatever the screen shows, and as wide as a page. */
    repaintForPaper(palette) {
      const { width, height } = shown.size;
      const ratio = Math.min(1, height / width);
      const size = { width: PAPER_WIDTH, height: Math.max(height, ratio * PAPER_WIDTH) };
      draw(palette, { size, sharp: SHARP });
    },
    /** The day under a pixel of the plot's own x axis. */
    dayAt: (clientX) => chart.scales.x.getValueForPixel(clientX - canvas.getBoundingClientRect().left),
    area: () => chart.chartArea,
  };
}
