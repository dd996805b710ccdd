// The colours of the roles, read from the page's own tokens, so that light and dark both hold.

const ROLES = ["pain", "worst", "session", "relief", "interval", "grid", "text", "ground"];

export function readPalette(styles = getComputedStyle(document.documentElement)) {
  const token = (name) => styles.getPropertyValue(name).trim();
  const palette = Object.fromEntries(ROLES.map((role) => [role, token(`--chart-${role}`)]));
  palette.ramp = Array.from({ length: 11 }, (_, score) => token(`--pain-${score}`));
  palette.rampEdge = token("--pain-edge");
  palette.font = token("--font");
  return palette;
}

/** Call back whenever the person's light or dark changes. */
export function onSchemeChange(redraw) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
}
