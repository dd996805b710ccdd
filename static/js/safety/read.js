// A text that must be read first: its button wakes up after some seconds. The server holds them too.

for (const button of document.querySelectorAll("[data-read-after]")) {
  const wait = document.querySelector("[data-read-wait]");
  const hold = (held) => {
    button.disabled = held;
    wait.textContent = held ? `Can be pressed after ${button.dataset.readAfter} seconds.` : "";
  };
  hold(true);
  // After once.js, which wakes every button when the page is shown.
  addEventListener("pageshow", () => {
    hold(true);
    setTimeout(() => hold(false), Number(button.dataset.readAfter) * 1000);
  });
}
