// The stop list: one press from every state. What to do stands first; what it was is pressed after.

const GRAVEST = "emergency";
const SEVERITY = { emergency: 3, urgent: 2, stop: 2 }; // until it is said how strong it was

/** Before Go and after saving there is no session that could keep a symptom. */
const KEPT = ["tilting", "holding", "coming_up", "resting", "after", "effects"];

/** `send(type, more)` hears `stop` when the list is opened, and each `symptom`; returns the session. */
export function stopList(root, send) {
  const dialog = root.querySelector("[data-stop]");
  const emergency = dialog.querySelector("[data-emergency]");
  const what = dialog.querySelector("[data-emergency-what]");

  const open = () => {
    const isKept = KEPT.includes(send("stop").state);
    dialog.querySelector("[data-stop-kept]").hidden = !isKept;
    dialog.querySelector("[data-stop-only]").hidden = isKept;
    if (!dialog.open) dialog.showModal();
  };

  dialog.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-symptom]");
    if (!pressed || pressed.ariaPressed === "true") return;
    const { symptom, level } = pressed.dataset;
    pressed.setAttribute("aria-pressed", "true");
    send("symptom", { code: symptom, severity: SEVERITY[level] });
    if (level !== GRAVEST) return;
    what.textContent = pressed.textContent;
    emergency.hidden = false;
    emergency.scrollIntoView({ block: "start" });
    emergency.focus({ preventScroll: true });
  });

  return { open, close: () => dialog.close() };
}
