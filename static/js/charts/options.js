// What all charts share: no motion, no legend, words under the finger that stay within the chart.

const LETTER = 7.5; // pixels

/** Lines that stay within a chart: what stands under the finger does not wrap by itself. */
export function fold(lines, width) {
  const most = Math.max(20, width / LETTER);
  return [lines].flat().flatMap((line) => {
    const parts = [""];
    for (const word of line.split(" ")) {
      const longer = `${parts.at(-1)} ${word}`.trim();
      if (longer.length <= most) parts[parts.length - 1] = longer;
      else parts.push(word);
    }
    return parts;
  });
}

const NONE = { legend: false, title: false, subtitle: false, filler: false, decimation: false };

/** Our drawings as one plugin: to Chart.js each more is as much work as a small chart. */
export function drawings(...layers) {
  const all = (hook) => (chart) => layers.forEach((layer) => layer[hook]?.(chart));
  return [
    { id: "drawings", beforeDatasetsDraw: all("below"), afterDatasetsDraw: all("above") },
  ];
}

/** Options under which ten years draw in one frame: parsed data, sorted, no points, no animation. */
export function baseOptions(palette, scales, callbacks, rest = {}) {
  return {
    parsing: false,
    normalized: true,
    animation: false,
    responsive: false, // stage.js says the size: to ask for it would lay the page out anew
    interaction: { mode: "nearest", intersect: false },
    elements: { point: { radius: 0, hoverRadius: 0 } },
    scales,
    plugins: {
      ...NONE,
      colors: false,
      tooltip: {
        displayColors: false,
        backgroundColor: palette.pain,
        titleColor: palette.ground,
        bodyColor: palette.ground,
        callbacks: {
          title: (items) => fold(callbacks.title(items), items[0].chart.width),
          label: (item) => fold(callbacks.label(item), item.chart.width),
        },
      },
    },
    ...rest,
  };
}
