// Closes the "More" sheet on Escape and on a press elsewhere; without this it closes by its own button.

for (const sheet of document.querySelectorAll("[data-more]")) {
  document.addEventListener("click", (event) => {
    if (!sheet.contains(event.target)) sheet.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !sheet.open) return;
    sheet.open = false;
    sheet.querySelector("summary").focus();
  });
}
