// What all charts share: axes, grid, words under the finger, no motion, no legend.

const DAY_MS = 86_400_000;
const A_YEAR = 366; // days; over it a day and month name no one day

/** A day number (days since 1970-01-01) as the person's locale writes it. */
export function formatDay(day, options, locale) {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }).format(day * DAY_MS);
}

const shortDay = (day) => formatDay(day, { day: "numeric", month: "short" });
const shortMonth = (day) => formatDay(day, { month: "short", year: "numeric" });
const longDay = (day) =>
  formatDay(day, { weekday: "short", day: "numeric", month: "long", year: "numeric" });

export const writeX = ({ type }, x) => (type === "day" ? longDay(x) : String(Math.round(x * 10) / 10));

function axis({ title, min, max }, palette, rest) {
  return {
    type: "linear",
    min,
    max,
    title: { display: Boolean(title), text: title, color: palette.text },
    border: { display: false },
    ...rest,
  };
}

export function xAxis(x, palette) {
  const days = x.type === "day";
  return axis(days ? { ...x, title: "" } : x, palette, {
    grid: { display: false },
    ticks: {
      color: palette.text,
      maxRotation: 0,
      autoSkipPadding: 16,
      ...(days && { precision: 0, callback: x.max - x.min > A_YEAR ? shortMonth : shortDay, includeBounds: false }),
    },
  });
}

export function yAxis(y, palette, stepSize) {
  return axis(y, palette, {
    grid: { color: palette.grid, tickLength: 0 },
    ticks: { color: palette.text, stepSize, padding: 6 },
  });
}

/** Options under which ten years draw in one frame: parsed data, sorted, no animation. */
export function baseOptions(palette, scales, describe) {
  return {
    parsing: false,
    normalized: true,
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    interaction: { mode: "nearest", intersect: false },
    scales,
    plugins: {
      legend: { display: false },
      tooltip: {
        displayColors: false,
        backgroundColor: palette.pain,
        titleColor: palette.ground,
        bodyColor: palette.ground,
        callbacks: describe,
      },
    },
  };
}
