// The two presses that calibrate, on the page: what is read is kept on the phone.

import { device, keepDevice } from "../offline/person.js";
import { calibration, fits, reading, sitsOtherwise } from "./calibrate.js";
import { dayOf, word } from "./words.js";

const NAME = "calibration";
const STILL_MS = 1500; // from the press on: the hand lets go, then a second is read

/** `sensor()` gives what is listened to, null if nothing; `changed` is called when it is calibrated. */
export function calibrating(section, { sensor, changed }) {
  const said = section.querySelector("[data-calibrated]");
  const row = section.querySelector("[data-measure-row]");
  let kept = null;
  const read = {};

  const isKept = () => Boolean(kept && fits(kept, sensor()?.kind()));
  const show = (name = isKept() ? "calibrate_done" : "calibrate_never") => {
    said.textContent = word(name, { when: kept ? dayOf(kept.at) : "" });
    row.hidden = !isKept();
  };

  const both = async () => {
    const next = calibration({ ...read, kind: sensor().kind(), at: Date.now() });
    if (next.problem) return show(`calibrate_${next.problem}`);
    kept = next;
    show();
    changed();
    await keepDevice(NAME, kept).catch(() => {}); // it holds while the page is open
  };

  const press = async (which, button) => {
    if (!sensor()?.kind()) return show("calibrate_silent");
    button.disabled = true;
    show("calibrate_wait");
    await new Promise((resolve) => setTimeout(resolve, STILL_MS));
    button.disabled = false;
    const { vector, problem } = reading(sensor().recent());
    if (problem) return show(problem === "few" ? "calibrate_silent" : "calibrate_moved");
    read[which] = vector;
    button.setAttribute("aria-pressed", "true");
    if (read.upright && read.level) return both();
    return show(which === "upright" ? "calibrate_half" : "calibrate_other");
  };

  return {
    load: async () => {
      kept = (await device(NAME).catch(() => null)) ?? null;
      show();
    },
    press,
    show,
    kept: () => (isKept() ? kept : null),
    sitsOtherwise: () => isKept() && Boolean(sensor().now()) && sitsOtherwise(sensor().now(), kept),
  };
}
