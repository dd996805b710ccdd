// Makes a patient's page or a shell ready to go without a network. page.js loads it where that matters:
// where a form can be kept, where something waits, and where sessions may be opened or closed.

import { browser } from "./browser.js";
import * as person from "./person.js";
import { createValues } from "./values.js";

const { account, shell } = document.documentElement.dataset;
const FRESH_MS = 600_000;
// What was just said there may have opened or closed sessions: the pages that follow a save.
const CHANGES = /^\/(safety\/|sessions\/[0-9a-f]{8}-)/;
const IDLE_MS = 3000;
const TOUCHES = ["pointerdown", "focusin", "keydown"];

/** Say whose phone this is now; page.js need not ask again while that holds. */
async function settle() {
  await person.remember(account);
  localStorage["invertrack-account"] = account;
}

/** The worker keeps the shells; one that forgot them at a log-out keeps them anew. */
async function register() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/service-worker.js");
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage("fill");
}

/** Whether a session may start, and within which limits: without a network the last word holds. */
async function refresh(isAfterSending = false) {
  const mine = account ?? (await person.account());
  const [whose, at] = (localStorage["invertrack-facts"] ?? "").split(" ");
  const isFresh = whose === mine && Math.abs(Date.now() - at) < FRESH_MS;
  if (isFresh && !isAfterSending && !CHANGES.test(location.pathname)) return;
  // What is on its way may close sessions: the word of before it would be an old one.
  if (mayWait() && (await (await import("./queue.js")).waiting()).length) return;
  const answer = await fetch("/offline/facts/", { headers: { Accept: "application/json" } });
  const { keepFacts } = createValues({ env: browser, ...person });
  if (!answer.ok) return;
  const said = await answer.json();
  if (said.account !== mine) return; // another tab logged somebody else in
  await keepFacts(said);
  localStorage["invertrack-facts"] = `${mine} ${Date.now()}`;
}

/** What keeps a form comes while it is filled in; a press that is quicker waits for it. */
function attend() {
  let coming = null;
  let isThere = false;
  const come = () => {
    coming ??= import("./forms.js").finally(() => (isThere = true));
    return coming;
  };
  const early = () => come().catch(() => {});
  for (const touch of TOUCHES) addEventListener(touch, early, { once: true });
  setTimeout(early, IDLE_MS); // a connection may end while the page is only looked at
  document.addEventListener(
    "submit",
    (event) => {
      if (isThere || !event.target.matches("form[data-queue]")) return;
      event.preventDefault();
      event.stopPropagation();
      const again = () => event.target.requestSubmit(event.submitter);
      come().then(again, again); // without it the form goes as it would without any of this
    },
    true,
  );
}

/** Whether something waits, of whomever; where that cannot be known, it may. */
function mayWait() {
  try {
    return Boolean(localStorage["invertrack-waiting"]);
  } catch {
    return true;
  }
}

function start() {
  const known = shell ? import("./shell.js").then(({ ready }) => ready) : Promise.resolve();
  if (document.querySelector("form[data-queue]")) attend();
  if (document.querySelector("[data-waiting]")) known.then(() => import("./waiting.js"));
  if (mayWait()) known.then(() => import("./banner.js"));
  else document.addEventListener("invertrack:waiting", () => import("./banner.js"), { once: true });
  document.addEventListener("invertrack:waiting", () => refresh(true).catch(() => {}));
  if (!account) return;
  // Each may fail by itself: private windows keep nothing, and connections end.
  for (const task of [settle, register, refresh]) task().catch(() => {});
}

start();
