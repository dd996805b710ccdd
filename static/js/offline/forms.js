// Forms with data-queue are kept on the phone before they are sent: what was typed cannot be lost on
// the way. A browser that keeps nothing sends them as ever.

import { title } from "./content.js";
import { SHOW, actions, element, link, paragraph } from "./element.js";
import { who } from "./person.js";
import { postForm } from "./post.js";
import { drop, keepAndSend, waiting } from "./queue.js";
import { reasons } from "./words.js";

const AFTER = "/today/";
const SENT = "It is sent, and in your records now.";
// The server's own page says these at the fields, with what was typed.
const SAID_THERE = new Set(["invalid", "conflict"]);

/** What the form would send, with the pressed button; where to; and what it is. */
function given(form, submitter) {
  const fields = [...new FormData(form)];
  if (submitter?.name) fields.push([submitter.name, submitter.value]);
  const { pathname, search } = new URL(form.getAttribute("action") || location.href, location.href);
  return { url: pathname + search, fields, what: form.dataset.queue };
}

/** As without this script; the press is not repeated, so its button goes along as a field. */
function plain(form, submitter) {
  if (submitter?.name) {
    const { name, value } = submitter;
    form.append(element("input", { type: "hidden", name, value }));
  }
  HTMLFormElement.prototype.submit.call(form);
}

async function save(form, submitter) {
  const all = given(form, submitter);
  let said;
  try {
    said = await keepAndSend(all);
  } catch {
    return plain(form, submitter); // NoStorage
  }
  if (said.state === "saved") return location.assign(said.url || AFTER);
  if (said.state === "refused" && SAID_THERE.has(said.code)) {
    const person = await who().catch(() => null);
    if (person) {
      await drop(said.entry.id);
      return postForm(said.entry, person);
    }
  }
  return finish(form, said.entry);
}

/** The form is done: it lies on the phone, and a second press would be a second record. */
async function finish(form, entry) {
  const note = element("div", { class: "note", role: "status", tabindex: "-1" });
  form.hidden = true;
  for (const way of document.querySelectorAll("[data-until-kept]")) way.hidden = true;
  form.after(note);
  const tell = async () => {
    const all = await waiting().catch(() => []);
    const one = all.find(({ id }) => id === entry.id);
    note.replaceChildren(...(one ? told(one) : [paragraph(SENT), actions(link("Today", AFTER))]));
  };
  await tell();
  document.addEventListener("invertrack:waiting", tell);
  note.focus();
}

function told(entry) {
  const what = element("strong", {}, `${title(entry.what)}, saved on this phone.`);
  const [first, ...more] = reasons(entry);
  const ways = actions(link("Today", AFTER), link("Show what waits", SHOW));
  return [element("p", {}, what, ` ${first}`), ...more.map(paragraph), ways];
}

const onTheirWay = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("form[data-queue]")) return;
  event.preventDefault();
  // A form that a shell filled gets its names when it is kept: a second press would be a second record.
  if (onTheirWay.has(form)) return;
  onTheirWay.add(form);
  save(form, event.submitter).finally(() => onTheirWay.delete(form));
});
