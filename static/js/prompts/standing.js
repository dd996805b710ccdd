// How notifications stand in this browser, worked out of what it tells.

/** iPhones and iPads take notifications only for a page on the home screen. */
export function isApple({ userAgent, platform, maxTouchPoints }) {
  return /iPhone|iPad|iPod/.test(userAgent) || (platform === "MacIntel" && maxTouchPoints > 1);
}

/**
 * One of: "no_key", "home_screen", "none", "blocked", "on", "off".
 *
 * "on" takes all three: the person's permission, a subscription made with the key that messages are
 * signed with now, and a server that knows it. With less than that nothing would arrive here.
 */
export function standing({ key, canPush, apple, permission, usedKey, isKnown }) {
  if (!key) return "no_key";
  if (!canPush) return apple ? "home_screen" : "none";
  if (permission === "denied") return "blocked";
  return permission === "granted" && usedKey === key && isKnown ? "on" : "off";
}

/** Bytes as base64url without padding, as keys are written in Web Push; "" for none. */
export function written(bytes) {
  if (!bytes) return "";
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The bytes of a key in base64url. */
export function bytes(key) {
  const text = atob(key.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** SHA-256 in hex: the name by which the server knows a subscription's address. */
export async function digest(text) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const BROWSERS = [
  ["Edge", /Edg(e|A|iOS)?\//],
  ["Firefox", /Firefox\/|FxiOS\//],
  ["Opera", /OPR\//],
  ["Samsung Internet", /SamsungBrowser\//],
  ["Chrome", /Chrome\/|CriOS\//],
  ["Safari", /Safari\//],
];
const SYSTEMS = [
  ["iPhone", /iPhone/],
  ["iPad", /iPad/],
  ["Android", /Android/],
  ["Windows", /Windows/],
  ["Mac", /Macintosh/],
  ["Linux", /Linux/],
];

/** A browser in the words by which a person tells theirs apart, such as "Firefox on Android". */
export function named(userAgent) {
  const [browser, system] = [BROWSERS, SYSTEMS].map(
    (known) => known.find(([, mark]) => mark.test(userAgent))?.[0],
  );
  return system ? `${browser ?? "A browser"} on ${system}` : (browser ?? "A browser");
}
