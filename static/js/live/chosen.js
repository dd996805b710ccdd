// What was chosen at set-up, for the next time: how the phone behaves lies open with the phone, the
// plan sealed with its account.

import { device, keepDevice } from "../offline/person.js";
import { draft, keepDraft } from "../offline/queue.js";

const SETTINGS = "live";
const PLAN = "live plan";

const stepOf = ({ step }) => step?.number ?? null;
const isWhole = (value) => value === null || Number.isInteger(value);

/** Whether a plan that was kept still counts: another step of the plan begins with its own numbers. */
export const counts = (plan, facts) =>
  Boolean(plan) && plan.step === stepOf(facts) && [plan.planned_s, plan.typed_deg].every(isWhole);

/** Put back into `set` (setup.js) what was chosen last time. */
export async function restore(set, facts) {
  const kept = [device(SETTINGS), draft(PLAN)].map((job) => job.catch(() => null));
  const [phone, plan] = await Promise.all(kept);
  if (phone) set.restore(phone);
  if (counts(plan, facts)) set.restorePlan(plan);
}

/** Keep what stands in `set` now, as far as this browser keeps anything. */
export function keep(set, facts) {
  const jobs = [
    keepDevice(SETTINGS, set.settings()),
    keepDraft(PLAN, { ...set.plan(), step: stepOf(facts) }),
  ];
  for (const job of jobs) job.catch(() => {});
}
