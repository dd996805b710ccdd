// Everything of the phone that a session uses: sensor, voice, screen, watch, and how they are set up.

import { awake } from "./awake.js";
import * as chosen from "./chosen.js";
import { hindrance, show as showReady, sign } from "./ready.js";
import { sensing } from "./sensing.js";
import { setup } from "./setup.js";
import { turning } from "./turn.js";
import { hear } from "./voice.js";
import { watching } from "./watch.js";
import { spoken, timeOf, word } from "./words.js";

const OVER = ["effects", "saved", "check"]; // the screen may go off again

export function preparing(root, { facts, run }) {
  const section = root.querySelector('[data-part="ready"]');
  const fold = section.querySelector("[data-setup]");
  const moved = section.querySelector("[data-moved]");
  const missing = section.querySelector("[data-missing]");
  let hasAsked = false;
  let hasHeld = false;
  let isRestored = false;

  const refresh = () => {
    if (run.now().state !== "ready") return;
    const sensed = { ...angle.state(), wanted: set.settings().measure };
    const now = angle.heard()?.deg ?? null;
    showReady(section, set, { facts, sensed, isMeasured: measures(), now });
  };
  const changed = () => {
    missing.hidden = true;
    refresh();
    if (isRestored) chosen.keep(set, facts);
  };
  const told = (deg) => (run.now().source === "measured" ? run.send("angle", { deg }) : refresh());

  const set = setup(fold, { facts, changed });
  const angle = sensing(fold, { tell: told, changed: refresh });
  const measures = () => set.settings().measure && angle.can();
  const turn = turning(root, { choice: () => set.settings().turn, up: angle.up });
  const lock = awake((name) => sign(root, "awake", `awake_${name}`));
  const watch = watching(root.dataset.watch, (name, values = {}) => {
    const given = { ...values, due: values.due && timeOf(Date.parse(values.due)) };
    sign(root, "watch", name, given);
    if (name) fold.querySelector("[data-contact]").textContent = word(name, given);
  });

  const hold = () => {
    hasHeld = true;
    lock.hold();
  };
  const ask = () => {
    hasAsked = true;
    return angle.ask();
  };

  const go = () => {
    const plan = set.plan();
    const isMeasured = measures();
    const [name, field] = hindrance(plan, isMeasured) ?? [];
    missing.hidden = !name;
    missing.textContent = name ? word(name) : "";
    if (name) return set.open(field);
    if (isMeasured && angle.sitsOtherwise()) {
      moved.hidden = false;
      return moved.scrollIntoView({ block: "center" });
    }
    turn.go();
    return run.send("go", { ...plan, source: isMeasured ? "measured" : plan.source });
  };

  const follow = (session, before, isRunning) => {
    if (session.state === "ready" && before.state !== "ready") {
      refresh();
      hold();
      watch.ask();
    } else if (isRunning) {
      if (!hasHeld) hold(); // a page that was killed in the midst
      if (!hasAsked && session.source === "measured") ask();
      turn.now();
    } else if (before.state !== session.state) {
      turn.end();
      hasHeld = false;
      if (OVER.includes(session.state)) lock.release();
    }
    watch.follow(session);
  };

  const presses = {
    upright: (button) => angle.press("upright", button),
    flat: (button) => angle.press("level", button),
    hear: async () => {
      if (!(await hear(spoken("hear")))) sign(section, "voice", "voice_none");
    },
    typed: () => {
      set.dropMeasuring();
      moved.hidden = true;
      changed();
    },
    calibrate: () => {
      moved.hidden = true;
      set.open();
      fold.querySelector('[data-press="upright"]').scrollIntoView({ block: "center" });
    },
  };
  angle.load().then(refresh);
  chosen.restore(set, facts).then(() => (isRestored = true));

  const canKeep = (can) => sign(root, "kept", can ? "kept_yes" : "kept_no");
  const settings = () => set.settings();
  return { ask, go, follow, presses, canKeep, settings, heard: angle.heard };
}
