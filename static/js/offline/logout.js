// At log-out: says what is on this phone only, and takes away what is not needed for it.

import { forget } from "./person.js";
import { release, unsent } from "./queue.js";

const NO_LONGER_MS = 3000; // a log-out is not held up by a browser's storage
const OWNER = "invertrack-account";
const FACTS = "invertrack-facts"; // when they were last asked for; they go with the account's values

/** The service worker forgets its pages; none of them holds a record. */
async function clearShells() {
  const registration = await navigator.serviceWorker?.getRegistration("/");
  registration?.active?.postMessage("clear");
}

function forgetOwner() {
  try {
    for (const name of [OWNER, FACTS]) localStorage.removeItem(name);
  } catch {
    // a browser without local storage
  }
}

async function leave() {
  forgetOwner();
  // In this order: whose values go is known by whose phone it is.
  const own = release().then(forget, forget);
  const late = new Promise((done) => setTimeout(done, NO_LONGER_MS));
  await Promise.race([Promise.allSettled([own, clearShells()]), late]);
}

async function warn(notice) {
  const { entries, drafts } = await unsent();
  notice.hidden = entries + drafts === 0;
  notice.querySelector("[data-unsent-entries]").hidden = entries === 0;
  notice.querySelector("[data-unsent-count]").textContent = String(entries);
  notice.querySelector("[data-unsent-draft]").hidden = drafts === 0;
}

// Whose account this page is in; of others' entries nothing is said.
if (document.documentElement.dataset.account) {
  const notice = document.querySelector("[data-unsent]");
  const look = () => warn(notice).catch(() => {});
  look();
  document.addEventListener("invertrack:waiting", look);
  for (const form of document.querySelectorAll("main form[method=post]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      await leave();
      HTMLFormElement.prototype.submit.call(form);
    });
  }
}
