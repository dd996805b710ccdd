// Words that belong to a number: they stand at its field as soon as it is beyond a limit. Nothing is
// held back by them, and the page after saving says them again.

import { seconds } from "./holds.js";

/** The steepest of the angles that are filled in; 0 for none. */
export function steepest(texts) {
  return Math.max(0, ...texts.map(Number).filter(Number.isFinite));
}

/** Whether a reading reaches a pressure; it takes both numbers to be one. */
export function reaches(systolic, diastolic, limit) {
  const numbers = [systolic, diastolic].map((text) => Number.parseInt(text, 10));
  if (numbers.some(Number.isNaN)) return false;
  return numbers[0] >= limit.systolic || numbers[1] >= limit.diastolic;
}

/** Of words in the order of their weight, which to show: the first that applies. */
export function heaviest(applies) {
  return applies.map((does, place) => does && !applies.slice(0, place).includes(true));
}

function typed(form) {
  const values = (selector) => [...form.querySelectorAll(selector)].map(({ value }) => value);
  const [minutes, rest] = ["0", "1"].map((part) => values(`[name="duration_s_${part}"]`));
  const holds = [...form.querySelectorAll("[data-hold]")].map((line) =>
    [...line.querySelectorAll("input")].map(({ value }) => value),
  );
  const times = [[minutes[0], rest[0]], ...holds.map((hold) => hold.slice(1))];
  return {
    angle_deg: steepest([...values('[name="angle_deg"]'), ...holds.map(([angle]) => angle)]),
    duration_s: times.reduce((sum, time) => sum + seconds(...time), 0),
  };
}

function show(form) {
  const now = typed(form);
  for (const words of form.querySelectorAll("[data-above]")) {
    words.hidden = now[words.dataset.of] <= Number(words.dataset.above);
  }
  for (const group of form.querySelectorAll(".warnings:has([data-systolic])")) {
    const words = [...group.children];
    const read = (name) => form.elements[`${words[0].dataset.of}_${name}`].value;
    const applies = words.map(({ dataset }) =>
      reaches(read("systolic"), read("diastolic"), {
        systolic: Number(dataset.systolic),
        diastolic: Number(dataset.diastolic),
      }),
    );
    heaviest(applies).forEach((is, place) => {
      words[place].hidden = !is;
    });
  }
}

function attach(form) {
  form.addEventListener("input", () => show(form));
  form.addEventListener("click", () => setTimeout(() => show(form))); // a chip sets the time
  show(form);
}

if (globalThis.document) {
  const forms = [...document.querySelectorAll(".warnings")].map((words) => words.closest("form"));
  for (const form of new Set(forms)) attach(form);
}
