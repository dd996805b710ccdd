// Shows what a push brings, and opens its page on a press. It answers no request and keeps no file.
// Registered by /prompts/ only; it lies at the root because it opens pages anywhere on the site.

const TITLE = "InverTrack";
const WORDS = "A question is waiting.";
const START = "/today/";

/** What a push says; one that cannot be read still says that a question waits, as browsers demand. */
function read(data) {
  try {
    const { title = TITLE, body = WORDS, url = START, tag = url } = data.json();
    return { title: String(title), body: String(body), url: ours(url), tag: String(tag) };
  } catch {
    return { title: TITLE, body: WORDS, url: ours(START), tag: START };
  }
}

/** An address on this site, by whichever of its names the page was opened. */
function ours(address) {
  const { protocol, pathname, search } = new URL(String(address), self.location.origin);
  const path = protocol.startsWith("http") ? pathname + search : START;
  return self.location.origin + path;
}

/** One notification for a tag: the same question again takes the place of the first. */
function show({ title, body, url, tag }) {
  return self.registration.showNotification(title, { body, tag, data: { url } });
}

async function open(address) {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = windows.find(({ url }) => url === address);
  return there ? there.focus() : self.clients.openWindow(address);
}

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("push", (event) => event.waitUntil(show(read(event.data))));

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(ours(event.notification.data?.url ?? START)));
});
