// Draws every <figure data-chart="URL"> when it comes near the window, and again when light turns to
// dark. The sentence and the table beside it say the same; without this script they stand alone.

import { fetchChart, loadLibrary } from "./fetch.js";
import { key } from "./key.js";
import { onSchemeChange, readPalette } from "./palette.js";
import { relief } from "./relief.js";
import { trend } from "./trend.js";

const BUILDERS = {
  "pain-trend": trend,
  "relief-by-angle": relief,
  "relief-by-duration": relief,
};
const NEAR = "300px";
const FAILED = "This chart could not be loaded. The numbers are in the table below.";

async function draw(figure) {
  try {
    const [Chart, payload] = await Promise.all([loadLibrary(), fetchChart(figure.dataset.chart)]);
    figure.dataset.drawn = "";
    let undo = show(Chart, figure, payload);
    onSchemeChange(() => {
      undo();
      undo = show(Chart, figure, payload);
    });
  } catch (error) {
    console.warn(error);
    fail(figure);
  }
}

/** Put chart and key into the figure in today's colours; returns how to take them out again. */
function show(Chart, figure, payload) {
  const palette = readPalette();
  Chart.defaults.font.family = palette.font;
  const config = BUILDERS[payload.options.chart](payload, palette);
  const chart = new Chart(figure.querySelector("canvas"), config);
  const words = key(payload.data.datasets, palette);
  figure.querySelector(".chart-plot").after(words);
  return () => {
    chart.destroy();
    words.remove();
  };
}

function fail(figure) {
  const sentence = document.createElement("p");
  sentence.className = "chart-failed";
  sentence.textContent = FAILED;
  figure.querySelector(".chart-plot").replaceWith(sentence);
}

const nearing = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      nearing.unobserve(target);
      draw(target);
    }
  },
  { rootMargin: NEAR },
);

for (const figure of document.querySelectorAll("[data-chart]")) nearing.observe(figure);
