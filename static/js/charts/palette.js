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

/** The colours of paper: the tokens as they stand outside of any condition, whatever the screen shows. */
export function readPaper(sheets = document.styleSheets) {
  for (const { cssRules } of sheets) {
    for (const { style } of cssRules) {
      if (style?.getPropertyValue("--chart-pain")) return { ...readPalette(style), ground: "#fff" };
    }
  }
  return readPalette();
}

/** A token's colour, partly clear; tokens are written #rrggbb. */
export function faint(color, share) {
  const alpha = Math.round(share * 255).toString(16).padStart(2, "0");
  return color.length === 7 ? color + alpha : color;
}

/** Call back whenever the person's light or dark changes. */
export function onSchemeChange(redraw) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
}
