// Before Go: what is set, what the phone can do, and whether Go may be pressed.

import { over } from "./setup.js";
import { standing } from "./voice.js";
import { degrees, lasting, word } from "./words.js";

/** Which sentence says how the angle comes, from what the sensor and the calibration say. */
export function angleSign({ permission, has, calibrated, wanted }) {
  if (permission === "refused") return "angle_refused";
  if (permission === "none" || !has) return "angle_none";
  if (!calibrated) return "angle_uncalibrated";
  return wanted ? "angle_measured" : "angle_off";
}

/** What stops Go: [sentence, field] or null. */
export function hindrance({ planned_s, typed_deg }, isMeasured) {
  if (Number.isNaN(planned_s)) return ["long_time", "minutes"];
  if (Number.isNaN(typed_deg)) return ["wrong_angle", "angle"];
  return isMeasured || typed_deg !== null ? null : ["no_angle", "angle"];
}

const LACKING = ["angle_refused", "angle_none", "voice_none", "awake_none", "awake_lost", "kept_no"];
const LACKS = [...LACKING, "watch_failed"];

/** Write a sentence at each place of one sign; those that say that something is missing stand out. */
export function sign(root, which, name, values) {
  for (const place of root.querySelectorAll(`[data-sign="${which}"]`)) {
    place.textContent = name ? word(name, values) : "";
    place.dataset.state = LACKS.includes(name) ? "lacking" : "";
  }
}

/** Show the plan of `set` (setup.js), and what follows where it passes the cap. */
export function show(section, set, { facts, sensed, isMeasured, now }) {
  const { planned_s, typed_deg } = set.plan();
  const place = (name) => section.querySelector(`[data-ready="${name}"]`);
  const angle = isMeasured ? degrees(now) : Number.isInteger(typed_deg) ? degrees(typed_deg) : "";
  place("angle").textContent = angle || word("unset");
  const from = document.createElement("small");
  from.textContent = word(isMeasured ? "measured_now" : angle ? "angle_typed" : "unset_where");
  place("angle").append(from);
  place("time").textContent = planned_s > 0 ? lasting(planned_s) : word("open_time");
  sign(section, "angle", angleSign(sensed));
  sign(section, "voice", `voice_${standing(set.settings().voice)}`);

  const passed = over({ planned_s, typed_deg: isMeasured ? null : typed_deg }, facts.cap);
  const values = { angle: typed_deg, time: lasting(planned_s || 0), story: facts.cap?.story ?? "" };
  section.querySelector("[data-over]").hidden = !passed.length;
  section.querySelector("[data-over-text]").textContent = passed
    .map(([what, cap]) =>
      word(`over_${what}`, { ...values, cap: what === "time" ? lasting(cap) : cap }),
    )
    .join(" ");
}
