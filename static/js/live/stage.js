// The stage from Go to the end of the rest: one number, one button, whatever way up.

import { heldMs, leftMs, restLeftMs, tiltLeftMs } from "./clock.js";
import { draw } from "./dial.js";
import { clock, degrees, word } from "./words.js";

const SILENT_MS = 2000;

export const STATES = ["tilting", "holding", "coming_up", "resting"];

const up = (ms) => Math.ceil(ms / 1000);
const down = (ms) => Math.floor(ms / 1000);

/** The one number and the word under it, by state: text not yet read off the page. */
export function number(session, angle, at) {
  if (session.state === "resting") return [clock(up(restLeftMs(session, at))), "of_rest"];
  if (session.state === "tilting") {
    const left = session.source === "measured" ? 0 : tiltLeftMs(session, at);
    if (left) return [String(up(left)), "of_until"];
    if (angle !== null) return [degrees(angle), ""];
  }
  const left = leftMs(session, at);
  const isUp = session.state === "coming_up";
  if (left === null || isUp) return [clock(down(heldMs(session, at))), "of_passed"];
  return [clock(up(left)), "of_left"];
}

/** The line above the number. */
export function saying(session, at) {
  if (session.state !== "holding") return `say_${session.state}`;
  return leftMs(session, at) === 0 ? "say_time" : "say_holding";
}

/** Draws on the stage what a session is at an instant; `heard` is {deg, at} of the sensor or null. */
export function stage(section) {
  const find = (name) => section.querySelector(`[data-stage="${name}"]`);
  const dial = section.querySelector("[data-dial]");
  // Only what changed: a screen reader says each change of what it watches.
  const write = (name, text) => {
    const place = find(name);
    if (place.textContent !== text) place.textContent = text;
  };

  return (session, heard, at) => {
    const isMeasured = session.source === "measured";
    const isHeard = heard !== null && at - heard.at < SILENT_MS;
    const angle = isMeasured && isHeard ? heard.deg : null;
    const isTyped = ["tilting", "holding"].includes(session.state); // later nobody knows it
    const shown = isMeasured ? angle : isTyped ? session.typed_deg : null;
    const cap = session.cap?.angle_deg ?? null;
    const [big, of] = number(session, angle, at);
    write("number", big);
    write("of", of ? word(of) : "");
    write("say", word(saying(session, at)));
    write("button", word(`button_${session.state}`));
    write("angle", degrees(shown));
    write("angle-of", word(isMeasured ? "angle_now" : "angle_typed"));
    write("sensor", isMeasured && !isHeard ? word("sensor_silent") : "");
    const isOver = cap !== null && shown !== null && shown > cap + 1;
    const over = isOver && session.state !== "resting";
    find("over").hidden = !over;
    write("over", over ? word("over_now", { angle: cap }) : "");
    dial.parentElement.hidden = !isMeasured && !isTyped;
    draw(dial, shown, cap);
  };
}
