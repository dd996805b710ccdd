// One press, one write: a form that is on its way cannot be sent again. The server is safe without
// this (each form's write counts once); it spares the person the doubt.

for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    // After this turn, so that the pressed button's own name is still sent.
    setTimeout(() => hold(form, true));
  });
}

// Back from the next page, the browser may show this one as it was left.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-once]")) hold(form, false);
});

function hold(form, held) {
  form.setAttribute("aria-busy", String(held));
  for (const button of form.elements) {
    if (button.type === "submit") button.disabled = held;
  }
}
