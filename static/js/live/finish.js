// The last step: the record is kept and sent, and the page leads on to it.

import * as queue from "../offline/queue.js";
import * as drafts from "./draft.js";
import { outcome } from "./ending.js";
import { save } from "./send.js";
import { word } from "./words.js";

const entryOf = async ({ write_id: id }) =>
  (await queue.waiting()).find((entry) => entry.write_id === id);

/** Keep and send a session that is over; where it was saved, its own page opens. */
export async function finish(root, run, { note = "", show }) {
  const session = run.now();
  if (!session.effects_at) return;
  const section = root.querySelector('[data-part="saved"]');
  const press = (name, job) => (section.querySelector(`[data-press="${name}"]`).onclick = job);

  const tell = (said) => {
    if (said.state === "saved" && said.url) {
      location.assign(said.url);
      return;
    }
    outcome(section, said);
    if (said.state === "saved") {
      const onward = section.querySelector("[data-saved-onward]");
      onward.href = `${root.dataset.sessions}${session.id}/`;
      onward.textContent = word("saved_onward");
    }
    show("saved");
  };

  const said = await save(root.dataset.post, session, note);
  const { given } = said;
  const hasFelt = Object.keys(session.effects).length > 0;
  outcome(section, { ...said, hasFelt }); // before the part comes into sight
  if (said.state !== "unkept") {
    run.send("saved");
    await drafts.drop(); // the queue has it now
  }
  tell({ ...said, hasFelt });
  press("correct", async () => queue.open(await entryOf(given)));
  press("send-again", async () => {
    if (said.state === "unkept") return finish(root, run, { note, show });
    const entry = await entryOf(given);
    return tell({ ...(entry ? await queue.send(entry) : { state: "saved" }), given });
  });
  // It may be sent by itself while the page stays open.
  document.addEventListener("invertrack:waiting", async () => {
    const isSent = said.state === "waiting" && !(await entryOf(given));
    if (isSent) tell({ state: "saved", given });
  });
}
