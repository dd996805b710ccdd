// The angle as this phone says it: permission, sensor and calibration in one.

import { calibrating } from "./calibrating.js";
import { angle } from "./gravity.js";
import { ask, listen } from "./sensor.js";

const EVERY_MS = 100; // between two angles for the machine

/** `tell(deg)` comes ten times a second while it is calibrated; `changed` when what it can do did. */
export function sensing(fold, { tell, changed }) {
  let permission = null;
  let sensor = null;
  let has = false;
  let heard = null; // {deg, at} as the sensor last said
  const calibration = calibrating(fold, { sensor: () => sensor, changed });

  const hear = ({ direction, at }) => {
    const kept = calibration.kept();
    if (!kept || (heard && at - heard.at < EVERY_MS)) return;
    const deg = angle(direction, kept);
    if (deg !== null) heard = { deg, at };
    tell(deg);
  };

  return {
    ask: async () => {
      permission = await ask();
      if (permission !== "granted") return changed();
      sensor ??= listen(hear);
      has = await sensor.ready;
      calibration.show();
      return changed();
    },
    load: calibration.load,
    press: calibration.press,
    heard: () => heard,
    up: () => sensor?.up() ?? null,
    can: () => has && calibration.kept() !== null,
    sitsOtherwise: calibration.sitsOtherwise,
    state: () => ({ permission, has, calibrated: calibration.kept() !== null }),
  };
}
