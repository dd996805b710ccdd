// The arc of the live page: where the table is, and where the cap is.

import { tableEnd } from "../forms/angle.js";

const FLAT = 0;
const DOWN = 90;
const ABOVE = -30; // as far above level as the drawing has room

/** What is drawn of an angle: the table may rise above level, the sector never does. */
export function drawn(degrees) {
  const table = Math.max(ABOVE, Math.min(DOWN, degrees ?? FLAT));
  const [x, y] = tableEnd(Math.max(FLAT, table)).map((length) => length.toFixed(1));
  return { table, sector: `M16 16H104A88 88 0 0 1 ${x} ${y}Z` };
}

/** `degrees` null: unknown, the table is not drawn. */
export function draw(dial, degrees, cap) {
  const { table, sector } = drawn(degrees);
  const find = (part) => dial.querySelector(`[data-dial-${part}]`);
  find("sector").setAttribute("d", sector);
  find("table").setAttribute("transform", `rotate(${table.toFixed(1)} 16 16)`);
  find("cap").toggleAttribute("hidden", cap === null);
  find("cap").setAttribute("transform", `rotate(${cap ?? 0} 16 16)`);
}
