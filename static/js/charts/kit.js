// What charts share. Where scripts are collected this becomes one file, its parts one after the other, and
// whoever imports a part imports this: 26 small files weigh half as much again as the one.

export * from "./calendar.js";
export * from "./axes.js";
export * from "./marks.js";
export * from "./bubbles.js";
export * from "./fetch.js";
export * from "./series.js";
export * from "./zoom.js";
export * from "./finer.js";
export * from "./select.js";
export * from "./controls.js";
export * from "./key.js";
export * from "./lines.js";
export * from "./days.js";
export * from "./expected.js";
export * from "./intervals.js";
export * from "./lane.js";
export * from "./options.js";
export * from "./palette.js";
export * from "./paper.js";
export * from "./relief_dots.js";
export * from "./sizes.js";
export * from "./treatments.js";
export * from "./slope.js";
export * from "./stage.js";
export * from "./telling.js";
export * from "./weeks.js";
