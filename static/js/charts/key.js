// A line of small drawings and words under a chart, where no label fits beside the data itself.

const SVG = "http://www.w3.org/2000/svg";
const BOX = { viewBox: "0 0 24 12", width: 24, height: 12, "aria-hidden": "true" };

export const HOLLOW = "hollow: from memory, entered late, or not the day's first";

/** Small drawings, as [element, attributes] on a ground of 24 by 12. */
export const drawn = {
  line: (stroke, width, dash = "none") => [
    ["path", { d: "M1 6H23", stroke, "stroke-width": width, "stroke-dasharray": dash }],
  ],
  dots: (fills, stroke, r = 4.5, width = 1) =>
    fills.map((fill, i) => [
      "circle",
      { cx: 12 + (2 * r + 1) * (i - (fills.length - 1) / 2), cy: 6, r, fill, stroke, "stroke-width": width },
    ]),
  sizes: (stroke) =>
    [[5, 2], [15, 5]].map(([cx, r]) => ["circle", { cx, cy: 6, r, fill: "none", stroke }]),
  ring: (fill, stroke) => [
    ["circle", { cx: 12, cy: 6, r: 3, fill }],
    ["circle", { cx: 12, cy: 6, r: 5, fill: "none", stroke, "stroke-width": 1.5 }],
  ],
  mark: (fill) => [["path", { d: "M12 1 18 11H6Z", fill }]],
  bars: (fill) => [["path", { d: "M4 11V6h4v5zm6 0V3h4v8zm6 0V8h4v3z", fill }]],
  band: (fill) => [["path", { d: "M0 4h8V1h8v3h8v6h-8V8H8v3H0z", fill }]],
  stem: (fill) => [["path", { d: "M6 5h5V0h2v5h5v2h-5v5h-2V7H6Z", fill }]],
  box: (fill) => [["rect", { y: 1, width: 24, height: 10, fill }]],
};

export const hasValues = (series) =>
  Boolean(series?.data.some((value) => value !== null && value.y !== null));

function element(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

function entry([shapes, words]) {
  const item = document.createElement("span");
  const drawing = element("svg", BOX);
  drawing.append(...shapes.map(([name, attributes]) => element(name, attributes)));
  item.append(drawing, words);
  return item;
}

/** The key of a chart from its entries [drawing, words], and the list of its numbered notes. */
export function key(entries, notes = []) {
  const parts = [];
  const line = document.createElement("p");
  line.className = "key";
  line.append(...entries.map(entry));
  parts.push(line);
  if (notes.length) {
    const list = document.createElement("ol");
    list.className = "chart-notes";
    list.append(...notes.map((words) => Object.assign(document.createElement("li"), { textContent: words })));
    parts.push(list);
  }
  return parts;
}
