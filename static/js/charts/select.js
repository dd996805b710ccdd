// Selecting days by dragging over the plot. A finger that moves up or down scrolls the page as ever:
// the canvas gives that movement to the browser (touch-action in charts.css), which then cancels ours.

const MEANT = 10; // pixels of sideways movement before it is a drag

/** Calls onDays(one, other) with two places of the x axis; Escape lets go. */
export function selectDays({ plot, dayAt, area }, onDays) {
  const canvas = plot.querySelector("canvas");
  const shade = document.createElement("div");
  shade.className = "chart-shade";
  shade.hidden = true;
  plot.append(shade);
  let start = null;

  const end = () => {
    start = null;
    shade.hidden = true;
  };
  const reach = (clientX) => {
    const { left, right } = area();
    const edge = canvas.getBoundingClientRect().left;
    return Math.max(left, Math.min(right, clientX - edge)) + edge;
  };

  canvas.addEventListener("pointerdown", (event) => {
    if (event.isPrimary && event.button === 0) start = reach(event.clientX);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (start === null) return;
    const here = reach(event.clientX);
    if (shade.hidden && Math.abs(here - start) < MEANT) return;
    if (shade.hidden) canvas.setPointerCapture(event.pointerId);
    shadeDays(shade, area(), Math.min(start, here) - canvas.getBoundingClientRect().left, Math.abs(here - start));
  });
  canvas.addEventListener("pointerup", (event) => {
    const [from, isMeant] = [start, !shade.hidden];
    end();
    if (isMeant) onDays(dayAt(from), dayAt(reach(event.clientX)));
  });
  canvas.addEventListener("pointercancel", end);
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") end();
  });
}

function shadeDays(shade, { top, height }, left, width) {
  shade.hidden = false;
  Object.assign(shade.style, {
    left: `${left}px`,
    width: `${width}px`,
    top: `${top}px`,
    height: `${height}px`,
  });
}
