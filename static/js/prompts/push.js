// Turns notifications on and off in this browser, and says how they really stand here.

import { bytes, digest, isApple, named, standing, written } from "./standing.js";

const WORKER = "/service-worker.js"; // at the root: it opens pages anywhere on the site

/** What a failed attempt says: the server's own words, or those of the last resort. */
export async function refusal(answer) {
  if (answer.type === "opaqueredirect") return "Your log-in has ended. Load this page again.";
  const said = await answer.json().catch(() => ({}));
  return said.error ?? "That could not be saved. Try again later.";
}

async function post(url, fields) {
  const token = document.querySelector('[name="csrfmiddlewaretoken"]').value;
  const answer = await fetch(url, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { "X-CSRFToken": token }, // no record: whose it is, the log-in says
    redirect: "manual",
  });
  if (!answer.ok) throw new Error(await refusal(answer));
}

async function subscription() {
  const registration = await navigator.serviceWorker.getRegistration("/");
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** A subscription made with the key of now: one of another key is given back first. */
async function subscribed(key) {
  await navigator.serviceWorker.register(WORKER);
  const { pushManager } = await navigator.serviceWorker.ready;
  const old = await pushManager.getSubscription();
  if (old && written(old.options.applicationServerKey) === key) return old;
  await old?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) }).catch(() => {
    throw new Error("This browser could not reach its notification service. Try again later.");
  });
}

function attach(place) {
  const { key, subscribe, unsubscribe } = place.dataset;
  const others = [...document.querySelectorAll("[data-digest]")];
  const known = new Set(others.map((row) => row.dataset.digest));
  const said = place.querySelector("[data-said]");
  const canPush = "serviceWorker" in navigator && "PushManager" in globalThis && "Notification" in globalThis;

  const look = async () => {
    const has = key && canPush ? await subscription() : null;
    const here = has && (await digest(has.endpoint));
    const now = standing({
      key,
      canPush,
      apple: isApple(navigator),
      permission: globalThis.Notification?.permission,
      usedKey: written(has?.options.applicationServerKey),
      isKnown: known.has(here),
    });
    for (const words of place.querySelectorAll("[data-standing]")) {
      words.hidden = words.dataset.standing !== now;
    }
    for (const row of others) row.hidden ||= row.dataset.digest === here;
    return now;
  };

  const turnOn = async () => {
    // Asked first of all: browsers take the question only straight after a press.
    const given = await Notification.requestPermission();
    if (given !== "granted") throw new Error("The browser did not allow notifications.");
    const has = await subscribed(key);
    const { p256dh, auth } = has.toJSON().keys;
    await post(subscribe, { endpoint: has.endpoint, p256dh, auth, device: named(navigator.userAgent) });
    known.add(await digest(has.endpoint));
  };

  const turnOff = async () => {
    const has = await subscription();
    if (!has) return;
    await post(unsubscribe, { endpoint: has.endpoint });
    known.delete(await digest(has.endpoint));
    await has.unsubscribe();
  };

  for (const [name, turn] of Object.entries({ on: turnOn, off: turnOff })) {
    const button = place.querySelector(`[data-turn="${name}"]`);
    button?.addEventListener("click", async () => {
      button.disabled = true;
      said.textContent = "";
      try {
        await turn();
      } catch (error) {
        said.textContent = error instanceof TypeError ? "No connection. Try again later." : error.message;
      }
      button.disabled = false;
      const now = await look();
      // The press took its own button away: the other one is the way back.
      place.querySelector(`[data-standing="${now}"] button`)?.focus();
    });
  }
  look();
}

if (globalThis.document) {
  for (const place of document.querySelectorAll("[data-push]")) attach(place);
}
