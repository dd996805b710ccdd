// Draws every <figure data-chart="URL"> when it comes near the window, and again when light turns to
// dark. The sentence and the table beside it say the same; without this script they stand alone.

import { zoomable } from "./controls.js";
import { fetchChart, loadLibrary } from "./fetch.js";
import { onSchemeChange } from "./palette.js";
import { printOnPaper } from "./paper.js";
import { followSize } from "./sizes.js";
import { stage } from "./stage.js";

const BUILDERS = {
  "pain-trend": () => import("./trend.js"),
  "relief-by-angle": () => import("./relief.js"),
  "relief-by-duration": () => import("./relief.js"),
  "angle-duration": () => import("./settings.js"),
  "before-after": () => import("./before_after.js"),
  adherence: () => import("./adherence.js"),
  "relief-decay": () => import("./relief_decay.js"),
  questionnaires: () => import("./questionnaires.js"),
  vitals: () => import("./vitals.js"),
  compare: () => import("./compare.js"),
};
const NEAR = "300px";
const FAILED = "This chart could not be loaded. The numbers are in the table below.";

const stages = [];

async function draw(figure) {
  const url = figure.dataset.chart;
  const [, name] = /([\w-]+)\.json/.exec(url);
  try {
    let theStage;
    const [Chart, payload, { build }, size] = await Promise.all([
      loadLibrary(),
      fetchChart(url),
      BUILDERS[name](),
      followSize(figure.querySelector(".chart-plot"), (changed) => theStage?.resize(changed)),
    ]);
    figure.dataset.drawn = "";
    theStage = stage(Chart, figure, build, size);
    stages.push(theStage);
    if (name === "pain-trend") zoomable(figure, theStage, payload);
    else theStage.show(payload, sight(payload));
    const button = figure.nextElementSibling?.querySelector("[data-curve]");
    button?.addEventListener("click", async () => {
      (await import("./curve.js")).addCurve(button, theStage, payload, sight(payload));
    });
  } catch (error) {
    console.warn(error);
    fail(figure);
  }
}

const sight = ({ options: { x } }) => ({ from: x.min, to: x.max });

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
onSchemeChange(() => stages.forEach((each) => each.repaint()));
printOnPaper(stages);
