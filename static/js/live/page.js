// The live page: what is pressed and measured goes to the machine, what it says comes back here.

import { asked, attachTrue, keepPassed } from "./check.js";
import * as drafts from "./draft.js";
import { hindrance, isGrave, known, sayClosed } from "./facts.js";
import { felt } from "./ending.js";
import { finish } from "./finish.js";
import { parts, partOf } from "./parts.js";
import { preparing } from "./prepare.js";
import { running } from "./run.js";
import { stage, STATES } from "./stage.js";
import { stopList } from "./stop.js";
import { hush, say, unlock } from "./voice.js";
import { dayOf, spoken, word } from "./words.js";

const HASTE_MS = 800; // two hits in a row are one: the second would hit what the first brought

function live(root, facts, kept) {
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const show = parts(root);
  const draw = stage(part("stage"));
  let last = 0;

  const cue = (name, n) => ready.settings().voice && say(spoken(name, n));
  const run = running({ facts, kept, cue, changed: (...both) => follow(...both) });
  const ready = preparing(root, { facts, run });
  const fill = felt(part("effects"), (codes, note) => end(codes, note));
  const keepDraft = drafts.keeping(run.kept, ready.canKeep);
  const stops = stopList(root, run.send);

  const end = (codes, note = "") => {
    run.send("effects", { codes });
    return finish(root, run, { note, show });
  };

  const follow = (session, before) => {
    const isRunning = STATES.includes(session.state);
    run.ticking(isRunning);
    if (isRunning) draw(session, ready.heard(), Date.now());
    ready.follow(session, before, isRunning);
    keepDraft();
    if (session.state === before.state) return;
    show(partOf(session.state));
    if (session.state === "effects") fill(session.effects);
    if (session.state === "after") hush();
  };

  const presses = {
    none: () => {
      unlock();
      ready.ask(); // at once: the browser asks only straight after a press
      keepPassed(part("check"), root.dataset.check);
      run.send("checked");
    },
    back: () => run.send("back"),
    go: () => ready.go(),
    main: () => {
      const { state } = run.now();
      run.send({ coming_up: "level", resting: "up" }[state] ?? "come_up");
    },
    stop: stops.open,
    "close-stop": stops.close,
    "no-score": () => run.send("rated_after", { pain: null }),
    "no-effects": () => end({}),
    ...ready.presses,
  };

  root.parentElement.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-press]");
    const isStage = button?.dataset.press === "main";
    if (!button || (isStage && Date.now() - last < HASTE_MS)) return;
    if (isStage || button.dataset.press === "go") last = Date.now();
    presses[button.dataset.press]?.(button);
  });
  // Anywhere at all, and as soon as it is touched.
  part("stage").addEventListener("pointerdown", ({ target }) => {
    const isUp = ["tilting", "holding"].includes(run.now().state);
    if (!isUp || target.closest('[data-press="stop"]') || Date.now() - last < HASTE_MS) return;
    last = Date.now();
    run.send("come_up");
  });
  root.addEventListener("submit", (event) => {
    const which = event.target.dataset.score;
    if (!which) return;
    event.preventDefault();
    run.send(`rated_${which}`, { pain: Number(event.submitter.value) });
  });

  asked(part("check"), facts);
  attachTrue(part("check"), root.dataset.check);
  show(partOf(run.now().state));
  if (kept) follow(run.send("tick"), { state: "" });
  if (kept?.session.effects_at) finish(root, run, { show });
}

async function open(root) {
  const [facts, kept] = await Promise.all([known(), drafts.load()]);
  const standing = drafts.standing(kept, Date.now());
  if (standing === "go_on") return live(root, facts ?? {}, kept);
  const show = parts(root);
  if (standing === "ask") {
    const text = root.querySelector("[data-resume-text]");
    text.textContent = word("resume_text", { when: dayOf(kept.session.go_at ?? kept.at) });
    root.querySelector('[data-press="resume"]').onclick = () => live(root, facts ?? {}, kept);
    root.querySelector('[data-press="drop"]').onclick = () => drafts.drop().then(() => open(root));
    return show("resume");
  }
  if (kept) drafts.drop(); // begun, and never gone on with: nothing of it is asked about at log-out
  const why = hindrance(facts, Date.now(), await isGrave(root));
  if (!why) return live(root, facts, null);
  sayClosed(root.querySelector('[data-part="closed"]'), facts, why);
  return show("closed");
}

const root = document.querySelector("[data-live]");
if (root) open(root);
