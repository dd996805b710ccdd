// Offers the common durations as buttons over the two number fields.

export function split(seconds) {
  return [Math.floor(seconds / 60), seconds % 60];
}

export function join(minutes, seconds) {
  if (minutes === "" && seconds === "") return null;
  return Number(minutes) * 60 + Number(seconds);
}

function attach(field) {
  const [minutes, seconds] = field.querySelectorAll("input");
  const buttons = [...field.querySelectorAll("[data-seconds]")];

  const mark = () => {
    const now = join(minutes.value, seconds.value);
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(Number(button.dataset.seconds) === now));
    }
  };

  for (const button of buttons) {
    button.addEventListener("click", () => {
      [minutes.value, seconds.value] = split(Number(button.dataset.seconds));
      mark();
    });
  }
  field.addEventListener("input", mark);
  field.querySelector("[data-duration-common]").hidden = false;
  mark();
}

if (globalThis.document) {
  for (const field of document.querySelectorAll("[data-duration]")) attach(field);
}
