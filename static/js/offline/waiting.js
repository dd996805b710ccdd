// The list of what waits on this phone: each entry, why, and what can be done with it.

import { moment, title, typed } from "./content.js";
import { LOG_IN, actions, button, element, link, paragraph } from "./element.js";
import { drop, open, send, sync, waiting } from "./queue.js";
import { choices, count, reasons, why } from "./words.js";

const NONE = "Nothing waits on this phone.";
const does = {
  send,
  open,
  drop: ({ id }) => drop(id),
};

function row(entry, redraw) {
  const said = element("div", { class: "row-what" });
  said.append(...reasons(entry).map(paragraph));
  const buttons = element("span", { class: "row-actions" });

  async function press(name, { target }) {
    target.disabled = true;
    try {
      await does[name](entry);
      if (name !== "open") await redraw();
    } catch (error) {
      said.replaceChildren(paragraph(why(error.why)));
    }
    target.disabled = false;
  }

  function offer() {
    const way = ([name, words]) => button(words, (event) => press(name, event), "btn-link");
    const ways = choices(entry).map(way);
    buttons.replaceChildren(...ways, button("Delete from this phone", confirm, "btn-link"));
  }

  function confirm() {
    const no = button("Keep it", () => (offer(), buttons.querySelector("button").focus()), "btn-link");
    const yes = button("Delete it", (event) => press("drop", event), "btn-link");
    buttons.replaceChildren("It is nowhere else. Delete it for good?", yes, no);
    no.focus();
  }

  offer();
  const name = element("span", { class: "row-when" }, `${title(entry.what)}, ${moment(entry.made_at)}`);
  return element("li", {}, element("div", { class: "row-line" }, name, said, content(entry), buttons));
}

/** What was typed, folded: enough to know which one it is. */
function content({ fields }) {
  const facts = element("dl", { class: "facts" });
  for (const [name, value] of typed(fields)) {
    facts.append(element("div", {}, element("dt", {}, name), element("dd", {}, value)));
  }
  if (!facts.children.length) return "";
  return element("details", { class: "fold row-what" }, element("summary", {}, "What is in it"), facts);
}

function all(entries, redraw) {
  const needsLogIn = entries.some(({ why: reason }) => ["log_in", "other_account"].includes(reason));
  const sendAll = async ({ target }) => {
    target.disabled = true;
    await sync({ force: true }).catch(() => {});
    await redraw();
  };
  const waits = entries.filter(({ state }) => state === "waiting").length;
  const ways = [
    ...(waits > 1 ? [button("Send all now", sendAll, "btn-primary")] : []),
    ...(needsLogIn ? [link("Log in", LOG_IN())] : []),
  ];
  const head = element("p", {}, element("strong", {}, `${count(entries)}.`));
  const rows = element("ul", { class: "rows" }, ...entries.map((entry) => row(entry, redraw)));
  const parts = ways.length ? [head, actions(...ways), rows] : [head, rows];
  return element("div", { class: "section" }, ...parts);
}

/** Show the list in a place, and keep it right. */
export async function show(place) {
  let drawn = "";
  place.tabIndex = -1;
  const draw = async (isForced = true) => {
    const entries = await waiting().catch(() => []);
    const now = JSON.stringify(entries);
    // An entry that the person is asking about is not redrawn under their thumb.
    if (now === drawn && !isForced) return;
    drawn = now;
    const hadFocus = place.contains(document.activeElement);
    place.replaceChildren(entries.length ? all(entries, draw) : paragraph(NONE));
    if (hadFocus) place.focus(); // the pressed button is gone
  };
  document.addEventListener("invertrack:waiting", () => draw(false));
  await draw();
}

for (const place of globalThis.document?.querySelectorAll("[data-waiting]") ?? []) show(place);
