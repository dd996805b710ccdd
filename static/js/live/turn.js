// Which way up the stage is: by the phone, not by the window that turns itself as the table tilts.

const FLAT = 0.5; // of gravity in the plane of the screen: less, and no side of it is up
const STICKS = 60; // degrees past a side before the next one is up: it does not flutter

const whole = (degrees) => ((degrees % 360) + 360) % 360;

/** Degrees clockwise that undo how the window turned since Go. */
export const asAtGo = (goAngle, angle) => whole(goAngle - angle);

/** The quarter of a turn that stands upright in the room: `up` in the phone's axes; `before` sticks. */
export function upright(up, angle, before) {
  if (!up || Math.hypot(up[0], up[1]) < FLAT) return before;
  const wanted = whole((Math.atan2(up[0], up[1]) * 180) / Math.PI - angle);
  const away = Math.abs(((wanted - before + 540) % 360) - 180);
  return away < STICKS ? before : whole(Math.round(wanted / 90) * 90);
}

/** The turn of a choice: "stay", "over" (upside down) or "gravity". */
export function turned(choice, { goAngle, angle, up, before }) {
  if (choice === "gravity") return upright(up, angle, before);
  return whole(asAtGo(goAngle, angle) + (choice === "over" ? 180 : 0));
}

/** Turns the page's stage; `go` at Go, `now` as often as wanted, `end` when it is over. */
export function turning(root, { choice, up }) {
  let goAngle = null;
  let before = 0;
  const angleNow = () => globalThis.screen?.orientation?.angle ?? globalThis.orientation ?? 0;
  const set = (degrees) => {
    root.style.setProperty("--turn", `${degrees}deg`);
    root.toggleAttribute("data-aside", degrees % 180 === 90);
  };
  return {
    go: () => (goAngle = angleNow()),
    now: () => {
      goAngle ??= angleNow();
      const next = turned(choice(), { goAngle, angle: angleNow(), up: up(), before });
      if (next !== before) set((before = next));
    },
    end: () => {
      goAngle = null;
      if (before) set((before = 0));
    },
  };
}
