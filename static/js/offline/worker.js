// Keeps the pages of one version that open without a network, and shows what a push brings.
// /service-worker.js serves it with BUILD = {version, static, files, shells} written before it
// (invertrack/offline/package.py). It keeps shells and files, and never a page or an answer that
// could hold a person's data.

const TITLE = "InverTrack";
const WORDS = "A question is waiting.";
const START = "/today/";
const KEPT = "shell-";
const CACHE = KEPT + BUILD.version;
const PATIENCE_MS = 8000; // a page that takes longer is not coming
const OUT = [502, 503, 504]; // a gateway, or we ourselves, without what stands behind
const PLACES = [
  [/^\/(today\/)?$/, "today"],
  [/^\/sessions\/new\/$/, "log"],
  [/^\/sessions\/(live|start)\/$/, "live"],
  [/^\/journal\/(\d{4}-\d\d-\d\d\/)?$/, "journal"],
  [/^\/journal\/now\/$/, "now"],
];

/** Which shell takes the place of the page at a path. */
function shellOf(path) {
  const own = /^\/offline\/(\w+)\/$/.exec(path)?.[1];
  if (BUILD.shells.includes(own)) return own;
  return PLACES.find(([pattern]) => pattern.test(path))?.[1] ?? "elsewhere";
}

/** The address of a shell: it names the version, so that no other version's can answer. */
const address = (shell) => `/offline/${shell}/?v=${BUILD.version}`;

/** Keep everything or nothing; asked without cookies, so that nobody's answer can be kept. */
async function fill() {
  const wanted = [...BUILD.files, ...BUILD.shells.map(address)];
  const cache = await caches.open(CACHE);
  if ((await cache.keys()).length === wanted.length) return;
  const asked = wanted.map((url) => new Request(url, { credentials: "omit" }));
  await cache.addAll(asked).catch((error) => caches.delete(CACHE).then(() => Promise.reject(error)));
}

/** Keep this version and the one before it: its pages may still be open, and need its files. */
async function tidy() {
  const others = (await caches.keys()).filter((name) => name.startsWith(KEPT) && name !== CACHE);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
}

async function clear() {
  const names = (await caches.keys()).filter((name) => name.startsWith(KEPT));
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** A page from the network, or its shell when none comes in time. */
async function page(request, path) {
  const late = new Promise((_, refuse) => setTimeout(refuse, PATIENCE_MS));
  const answer = await Promise.race([fetch(request), late]).catch(() => null);
  if (answer && !OUT.includes(answer.status)) return answer;
  return (await caches.match(address(shellOf(path)))) ?? Response.error();
}

/** A file has a name of its own for each content: one that is kept is the right one. */
async function file(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

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
function ours(url) {
  const { protocol, pathname, search } = new URL(String(url), self.location.origin);
  const path = protocol.startsWith("http") ? pathname + search : START;
  return self.location.origin + path;
}

/** One notification for a tag: the same question again takes the place of the first. */
function show({ title, body, url, tag }) {
  return self.registration.showNotification(title, { body, tag, data: { url } });
}

async function open(url) {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = windows.find((one) => one.url === url);
  return there ? there.focus() : self.clients.openWindow(url);
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(fill());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(tidy().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== self.location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event.request, pathname));
  else if (pathname.startsWith(BUILD.static)) event.respondWith(file(event.request));
});

self.addEventListener("message", (event) => {
  const task = { fill, clear }[event.data];
  if (task) event.waitUntil(task());
});

self.addEventListener("push", (event) => event.waitUntil(show(read(event.data))));

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(ours(event.notification.data?.url ?? START)));
});
