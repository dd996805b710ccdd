// The phone's sense of gravity, as directions: `devicemotion` where it tells something, else
// `deviceorientation`, which tells the same. Permission is asked by a press (iPhones need one).

import { fromMotion, fromOrientation } from "./gravity.js";
import { smooth } from "./smooth.js";

const EVERY_MS = 50;
const RECENT_MS = 1000;
const KEPT = 20; // samples of the last second, for a calibration
const WAIT_MS = 1200; // for the first event that says something

async function allowed(Event) {
  if (typeof Event?.requestPermission !== "function") return true;
  return (await Event.requestPermission().catch(() => "denied")) === "granted";
}

/** Ask for permission, straight after a press: "granted", "refused" or "none" (no such sensor). */
export async function ask(scope = globalThis) {
  const { DeviceMotionEvent: Motion, DeviceOrientationEvent: Orientation } = scope;
  if (!Motion && !Orientation) return "none";
  // Both at once: the second question would come too late after the press.
  const given = await Promise.all([Motion, Orientation].filter(Boolean).map(allowed));
  return given.some(Boolean) ? "granted" : "refused";
}

/**
 * Listen; `tell({direction, at})` comes 20 times a second while there is something to tell.
 * @returns {{kind: function, recent: function, now: function, up: function, ready: Promise, end: function}}
 */
export function listen(tell, scope = globalThis) {
  const last = { motion: null, orientation: null };
  const smoothed = { motion: null, orientation: null };
  const recent = { motion: [], orientation: [] };
  let found;
  const ready = new Promise((resolve) => (found = resolve));
  const heard = (kind, gravity) => {
    if (!gravity) return;
    const at = Date.now();
    last[kind] = { gravity, at };
    smoothed[kind] = smooth(smoothed[kind], gravity, at);
    found(true);
  };
  const kind = () => ["motion", "orientation"].find((one) => last[one]) ?? null;
  const onMotion = (event) => heard("motion", fromMotion(event.accelerationIncludingGravity));
  const onOrientation = (event) => heard("orientation", fromOrientation(event));

  const sample = () => {
    const one = kind();
    const at = Date.now();
    // An orientation is told only when it changes: silence means that it is the same.
    if (!one || (one === "motion" && at - last[one].at > RECENT_MS)) return;
    if (one === "orientation") smoothed[one] = smooth(smoothed[one], last[one].gravity, at);
    recent[one] = [...recent[one], last[one].gravity].slice(-KEPT);
    tell({ direction: smoothed[one].direction, at });
  };

  scope.addEventListener("devicemotion", onMotion);
  scope.addEventListener("deviceorientation", onOrientation);
  const timer = setInterval(sample, EVERY_MS);
  setTimeout(() => found(false), WAIT_MS);
  return {
    kind,
    ready, // whether there is a sensor that says something
    recent: () => recent[kind()] ?? [],
    now: () => smoothed[kind()]?.direction ?? null,
    // Which way is up: the orientation has one sign everywhere, the motion has two.
    up: () => (last.orientation ?? last.motion)?.gravity ?? null,
    end: () => {
      clearInterval(timer);
      scope.removeEventListener("devicemotion", onMotion);
      scope.removeEventListener("deviceorientation", onOrientation);
    },
  };
}
