// Several holds: one empty line more than was filled in, and the total of all.

const MOST_S = 1800; // as the server holds it, see invertrack/sessions/models/session.py

/** Seconds of minutes and seconds as typed; an empty or odd one counts nothing. */
export function seconds(minutes, rest) {
  const total = Number(minutes) * 60 + Number(rest);
  return Number.isFinite(total) && total > 0 ? total : 0;
}

/** A time in words, as templatetags/display.py writes it. */
export function inWords(total) {
  const minutes = Math.floor(total / 60);
  const rest = total % 60;
  if (minutes && rest) return `${minutes} min ${rest} s`;
  return minutes ? `${minutes} min` : `${rest} s`;
}

/** The running total of a list of times; nothing to say of one. */
export function sentence(times) {
  const held = times.filter((time) => time > 0);
  const total = held.reduce((sum, time) => sum + time, 0);
  if (held.length < 2) return "";
  const sum = `${inWords(total)} at angle in ${held.length} holds`;
  return total > MOST_S ? `${sum}. A session here is at most ${inWords(MOST_S)}.` : `${sum}.`;
}

/** How many lines to show: those up to the last that is filled in, and one to go on with. */
export function linesToShow(filled) {
  return filled.lastIndexOf(true) + 2;
}

function attach(total) {
  const form = total.closest("form");
  const first = [...form.querySelectorAll('[name^="duration_s_"]')];
  const lines = [...form.querySelectorAll("[data-hold]")].map((line) => ({
    row: line,
    inputs: [...line.querySelectorAll("input")],
  }));

  const update = () => {
    const filled = lines.map(({ inputs }) => inputs.some(({ value }) => value !== ""));
    const shown = linesToShow(filled);
    lines.forEach(({ row }, place) => {
      row.hidden = place >= shown;
    });
    const pairs = [first, ...lines.map(({ inputs }) => inputs.slice(1))];
    total.textContent = sentence(pairs.map(([minutes, rest]) => seconds(minutes.value, rest.value)));
    total.hidden = !total.textContent;
  };

  form.addEventListener("input", update);
  form.addEventListener("click", () => setTimeout(update)); // a chip sets the first hold's time
  update();
}

if (globalThis.document) {
  for (const total of document.querySelectorAll("[data-holds-total]")) attach(total);
}
