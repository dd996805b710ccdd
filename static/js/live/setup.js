// What is set before Go: time, typed angle, whether to measure, voice, and which way up.

import { isPossible, read } from "../forms/angle.js";

const SHORTEST_S = 5;
const LONGEST_S = 1800;
const TYPED = ["mark", "guess"];

const capped = (value, cap) => (value === null || cap === null ? value : Math.min(value, cap));

/** What stands there at first: the plan's step, else what is usual, never above the cap. */
export function first({ step, usual, cap }) {
  const of = (name) => capped(step?.[name] ?? usual?.[name] ?? null, cap?.[name] ?? null);
  const source = TYPED.includes(usual?.angle_source) ? usual.angle_source : "guess";
  return { angle_deg: of("angle_deg"), duration_s: of("duration_s"), source };
}

/** Minutes and seconds as typed -> seconds, null for none, NaN for what cannot be. */
export function seconds(minutes, rest) {
  if (!minutes.trim() && !rest.trim()) return null;
  const total = Number(minutes) * 60 + Number(rest);
  return Number.isInteger(total) && total >= SHORTEST_S && total <= LONGEST_S ? total : NaN;
}

/** The angle as typed: whole degrees, null for none, NaN for what cannot be. */
export function typed(text) {
  const angle = read(text);
  if (angle === null) return text.trim() ? NaN : null;
  return isPossible(angle) ? Math.round(angle) : NaN;
}

/** Which limits a plan passes: [["angle" | "time", cap]]. */
export function over({ planned_s, typed_deg }, cap) {
  const passed = [];
  if (cap?.angle_deg != null && typed_deg > cap.angle_deg) passed.push(["angle", cap.angle_deg]);
  if (cap?.duration_s != null && planned_s > cap.duration_s) passed.push(["time", cap.duration_s]);
  return passed;
}

/** The folded part of the page; `changed` is called after each change. */
export function setup(fold, { facts, changed }) {
  const field = (name) => fold.querySelector(`[name="${name}"]`);
  const chosen = (name) => fold.querySelector(`[name="${name}"]:checked`)?.value;
  const choose = (name, value) => {
    const option = fold.querySelector(`[name="${name}"][value="${value}"]`);
    if (option) option.checked = true;
  };
  const write = ({ angle_deg: angle, duration_s: time, source }) => {
    field("angle").value = angle ?? "";
    field("minutes").value = time === null ? "" : Math.floor(time / 60);
    field("seconds").value = time === null ? "" : time % 60;
    choose("source", source);
  };
  write(first(facts));

  const plan = () => {
    const angle = field("angle");
    return {
      planned_s: seconds(field("minutes").value, field("seconds").value),
      typed_deg: typed(angle.validity.badInput ? "x" : angle.value),
      source: chosen("source"),
    };
  };
  fold.addEventListener("input", () => {
    fold.querySelector("[data-angle-wrong]").hidden = !Number.isNaN(plan().typed_deg);
    changed();
  });
  return {
    plan,
    settings: () => ({
      turn: chosen("turn"),
      voice: field("voice").checked,
      measure: field("measure").checked,
    }),
    // Chosen last time: never above the cap of now.
    restorePlan: ({ planned_s, typed_deg, source }) => {
      const usual = { angle_deg: typed_deg, duration_s: planned_s, angle_source: source };
      write(first({ usual, cap: facts.cap }));
      changed();
    },
    restore: ({ turn, voice, measure }) => {
      choose("turn", turn);
      field("voice").checked = voice ?? true;
      field("measure").checked = measure ?? true;
    },
    dropMeasuring: () => (field("measure").checked = false),
    open: (name) => {
      fold.open = true;
      field(name)?.focus();
    },
  };
}
