// After the session: what was felt, and what became of the record.

import { degrees, lasting, word } from "./words.js";

/** The form of what was felt: `done(codes, note)` hears what was said. */
export function felt(section, done) {
  const form = section.querySelector("[data-felt]");
  const nothing = section.querySelector("[data-nothing]");
  const emergency = form.querySelector("[data-felt-emergency]");
  const selects = [...form.querySelectorAll("select")];
  const opener = section.querySelector('[data-press="some-effects"]');
  const open = () => {
    form.hidden = false;
    opener.setAttribute("aria-expanded", "true");
  };
  opener.addEventListener("click", () => {
    open();
    selects[0].focus();
  });
  form.addEventListener("change", () => {
    emergency.hidden = !selects.some(({ value, dataset }) => value && dataset.level === "emergency");
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = selects.filter(({ value }) => value);
    done(Object.fromEntries(said.map(({ name, value }) => [name, Number(value)])), form.note.value);
  });
  /** Bring what was pressed during the session into the form. */
  return (effects) => {
    const codes = Object.entries(effects ?? {});
    nothing.hidden = codes.length > 0;
    if (codes.length) open();
    for (const [code, { severity }] of codes) {
      const select = selects.find(({ name }) => name === code);
      if (select && !select.value) select.value = severity;
    }
    form.dispatchEvent(new Event("change"));
  };
}

const TITLES = {
  saved: "saved_title",
  waiting: "waiting_title",
  refused: "refused_title",
  short: "short_title",
  unkept: "unkept_title",
};

/** Say what became of it, and what was saved. */
export function outcome(section, { state, why, message, errors = {}, given, hasFelt }) {
  const find = (selector) => section.querySelector(selector);
  const texts = {
    saved: () => word("saved_text"),
    waiting: () => word(`why_${why}`),
    refused: () => [message, ...Object.values(errors).flat()].filter(Boolean).join(" "),
    short: () => word("short_text"),
    unkept: () => word(`why_${why}`),
  };
  find("[data-saved-title]").textContent = word(TITLES[state]);
  find("[data-saved-text]").textContent = texts[state]();
  find("[data-saved-facts]").hidden = state === "short";
  find("[data-saved-felt]").hidden = state !== "short" || !hasFelt;
  find('[data-press="send-again"]').hidden = !["waiting", "unkept"].includes(state);
  find('[data-press="correct"]').hidden = state !== "refused";
  const score = (pain) => (pain ? `${pain} / 10` : word("unrated"));
  const seconds = Number(given.duration_s_0 ?? 0) * 60 + Number(given.duration_s_1 ?? 0);
  const write = (name, text) => (find(`[data-saved="${name}"]`).textContent = text);
  write("angle", degrees(Number(given.angle_deg ?? 0)));
  write("time", lasting(seconds));
  write("pain", `${score(given.pain_before)}, ${score(given.pain_after)}`);
}
