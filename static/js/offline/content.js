// An entry in words: what it is, when it was made, and what was typed.

const CARRIED =
  "write_id record_id version device_now tz entered save next when which samples trace angle_source " +
  "started_at ended_at rated_at";
const HIDDEN = new Set(CARRIED.split(" "));

/** What was typed, as [name, value]: enough to tell one entry from another. */
export function typed(fields) {
  return fields
    .filter(([name, value]) => value !== "" && !HIDDEN.has(name))
    .map(([name, value]) => [label(name), value === "on" ? "yes" : value]);
}

const PARTS = ["degrees", "minutes", "seconds"];

export function label(name) {
  const [, order, part] = /^hold_(\d)_(\d)$/.exec(name) ?? [];
  if (order) return `Hold ${order}, ${PARTS[part]}`;
  const words = { angle_deg: "Angle", duration_s_0: "Minutes", duration_s_1: "Seconds" }[name];
  return words ?? title(name.replace(/_(s|24h)\b/, "").replaceAll("_", " "));
}

/** When an entry was made, by this phone's clock and zone. */
export function moment(madeAt, zone) {
  const how = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat("en-GB", { ...how, timeZone: zone }).format(new Date(madeAt));
}

export const title = (what) => (what ? what.charAt(0).toUpperCase() + what.slice(1) : "An entry");
