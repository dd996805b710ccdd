// The arc follows the number, and a finger on the arc sets it.

const PIVOT = 16; // as drawn in templates/components/angle_arc.html
const RADIUS = 88;
const FLAT = 0;
const DOWN = 90;

/** Degrees of tilt of a point right of and below the pivot: 0 to its right, 90 straight below. */
export function angleAt(right, below) {
  if (right < 0 || below < 0) return right > below ? FLAT : DOWN; // off the arc: its nearer end
  return Math.round((Math.atan2(below, right) * 180) / Math.PI);
}

/** The end of the table on the arc, in the drawing's units. */
export function tableEnd(degrees) {
  const turn = (degrees * Math.PI) / 180;
  return [PIVOT + RADIUS * Math.cos(turn), PIVOT + RADIUS * Math.sin(turn)];
}

/** The angle in a field's text, null where there is none; it may be one that cannot be. */
export function read(text) {
  const degrees = Number(text);
  return text.trim() === "" || Number.isNaN(degrees) ? null : degrees;
}

export const isPossible = (degrees) => degrees >= FLAT && degrees <= DOWN;

function draw(arc, degrees) {
  const [x, y] = tableEnd(degrees).map((length) => length.toFixed(2));
  const sector = `M16 16H104A88 88 0 0 1 ${x} ${y}Z`;
  arc.querySelector("[data-arc-sector]").setAttribute("d", sector);
  arc.querySelector("[data-arc-table]").setAttribute("transform", `rotate(${degrees} 16 16)`);
}

function follow(field, input, arc) {
  const degrees = read(input.value);
  const wrong = degrees !== null && !isPossible(degrees);
  field.querySelector("[data-angle-wrong]").hidden = !wrong;
  if (!wrong) draw(arc, degrees ?? FLAT);
}

function attach(field) {
  const input = field.querySelector("input");
  const arc = field.querySelector("[data-angle-arc]");

  const set = ({ clientX, clientY }) => {
    const box = arc.getBoundingClientRect();
    const unit = box.width / arc.viewBox.baseVal.width;
    input.value = angleAt(clientX - box.left - PIVOT * unit, clientY - box.top - PIVOT * unit);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };

  input.addEventListener("input", () => follow(field, input, arc));
  arc.classList.add("angle-arc-live");
  arc.addEventListener("pointerdown", (event) => {
    arc.setPointerCapture(event.pointerId);
    set(event);
  });
  arc.addEventListener("pointermove", (event) => {
    if (arc.hasPointerCapture(event.pointerId)) set(event);
  });
}

if (globalThis.document) {
  for (const field of document.querySelectorAll("[data-angle]")) attach(field);
}
