// Says what is due. Everything that is said also stands on the page.

const START_MS = 2500; // a voice that has not begun by then does not begin

const has = () => "speechSynthesis" in globalThis && "SpeechSynthesisUtterance" in globalThis;

/** "on", "off" (by choice) or "none". */
export const standing = (isWanted) => (has() ? (isWanted ? "on" : "off") : "none");

function utter(text, volume = 1) {
  const said = new SpeechSynthesisUtterance(text);
  said.lang = document.documentElement.lang;
  said.volume = volume;
  speechSynthesis.speak(said);
  return said;
}

/** Straight after a press: iPhones speak only once a press let them. */
export function unlock() {
  if (has()) utter(" ", 0);
}

export function say(text) {
  if (has() && text) utter(text);
}

/** Speak to be heard; resolves to whether a voice began. */
export function hear(text) {
  if (!has()) return Promise.resolve(false);
  speechSynthesis.cancel();
  return new Promise((resolve) => {
    const said = utter(text);
    said.onstart = () => resolve(true);
    said.onend = () => resolve(true);
    said.onerror = () => resolve(false);
    setTimeout(() => resolve(false), START_MS);
  });
}

export function hush() {
  if (has()) speechSynthesis.cancel();
}
