// One element with its attributes and children; words go in as text, never as markup.

/**
 * @param {string} tag
 * @param {Object<string, string|boolean|function>} [said] attributes; a function is what a press does
 * @param {...(Node|string)} children
 */
export function element(tag, said = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(said)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

export const paragraph = (text) => element("p", {}, text);

/** Buttons and links beside each other. */
export const actions = (...children) => element("div", { class: "actions" }, ...children);

export function button(words, press, kind = "btn-quiet") {
  return element("button", { type: "button", class: `btn ${kind}`, click: press }, words);
}

export function link(words, href, kind = "btn-quiet") {
  return element("a", { class: `btn ${kind}`, href }, words);
}

export const LOG_IN = () => `/account/login/?next=${encodeURIComponent(location.pathname)}`;
export const SHOW = "/offline/waiting/";
