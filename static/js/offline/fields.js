// The fields of a form, as the form itself would send them.

import { uuid7 } from "./ids.js";

const SET_WHEN_SENT = new Set(["csrfmiddlewaretoken", "account"]);

/** What goes to the server, complete: as the form itself would send it. */
export function complete(fields, now) {
  const made = { write_id: () => uuid7(now), device_now: () => new Date(now).toISOString() };
  const filled = fields
    .filter(([name]) => !SET_WHEN_SENT.has(name))
    .map(([name, value]) => [name, value === "" ? fill(name, made, now) : lines(value)]);
  const missing = Object.keys(made).filter((name) => !filled.some(([has]) => has === name));
  return [...filled, ...missing.map((name) => [name, made[name]()])];
}

const fill = (name, made, now) => (name === "record_id" ? uuid7(now) : (made[name]?.() ?? ""));
// As browsers write them in a form: the server would take the other kind for other content.
const lines = (value) => String(value).replace(/\r\n|\r|\n/g, "\r\n");

export const field = (fields, wanted) => fields.find(([name]) => name === wanted)?.[1];
