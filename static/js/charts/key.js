// A line of small drawings and words under a chart, where no label fits beside the data itself.

const SVG = "http://www.w3.org/2000/svg";
const BOX = { viewBox: "0 0 24 12", width: 24, height: 12, "aria-hidden": "true" };

const HOLLOW = "hollow: from memory, entered late, or not the day's first";

const drawn = {
  line: (color, width) => [["path", { d: "M1 6H23", stroke: color, "stroke-width": width }]],
  dots: (fills, stroke) =>
    fills.map((fill, i) => [
      "circle",
      { cx: 12 + 8 * (i - (fills.length - 1) / 2), cy: 6, r: fills.length > 1 ? 3.5 : 4.5, fill, stroke },
    ]),
  mark: (fill) => [["path", { d: "M12 1 18 11H6Z", fill }]],
  band: (fill) => [["rect", { y: 1, width: 24, height: 10, fill }]],
};

const ROLES = {
  pain: (palette) => [[drawn.line(palette.pain, 2)]],
  worst: (palette) => [[drawn.line(palette.worst, 1.5)]],
  rating: (palette) => [[drawn.dots([palette.pain], "none")]],
  session: (palette) => [[drawn.mark(palette.session)]],
  relief: (palette, { data }) => [
    [drawn.dots([1, 5, 9].map((before) => palette.ramp[before]), palette.rampEdge)],
    ...(data.some(({ late }) => late) ? [[drawn.dots(["none"], palette.ramp[7]), HOLLOW]] : []),
  ],
  mean: (palette) => [
    [drawn.line(palette.relief, 3)],
    [drawn.band(palette.interval), "95 % interval"],
  ],
};

function element(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

function entry(shapes, words) {
  const item = document.createElement("span");
  const drawing = element("svg", BOX);
  drawing.append(...shapes.map(([name, attributes]) => element(name, attributes)));
  item.append(drawing, words);
  return item;
}

const hasData = ({ data }) => data.some(({ y }) => y !== null);

/** The key of all datasets that have data; the first entry of a role carries the dataset's label. */
export function key(datasets, palette) {
  const line = document.createElement("p");
  line.className = "key";
  for (const dataset of datasets.filter(hasData)) {
    for (const [shapes, words = dataset.label] of ROLES[dataset.role](palette, dataset)) {
      line.append(entry(shapes, words));
    }
  }
  return line;
}
