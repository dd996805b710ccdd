// One question a screen on a phone, all of them at once on a desk; either by choice anywhere.

const PHONE = "(max-width: 47.99rem)";
const SEEN_MS = 120; // long enough to see what was chosen before the next question comes

/** "Question 5 of 27", or which questions a group has; nothing to say at the end. */
export function where(step, total) {
  if (step.number) return `Question ${step.number} of ${total}`;
  if (!step.first) return "";
  if (step.first === step.last) return `Question ${step.first} of ${total}`;
  return `Questions ${step.first} to ${step.last} of ${total}`;
}

/** How many have an answer, in a sentence. */
export function count(answered, total) {
  if (answered === total) return `All ${total} questions have an answer.`;
  const open = total - answered;
  return `${open} of ${total} questions ${open === 1 ? "has" : "have"} no answer yet.`;
}

/** The steps of a page in order; questions are numbered through, a group's start knows its own. */
export function number(steps) {
  let asked = 0;
  return steps.map((step) => {
    if (step.isQuestion) return { number: (asked += 1) };
    return step.questions ? { first: asked + 1, last: asked + step.questions } : {};
  });
}

const isAnswered = (question) => question.querySelector("input:checked") !== null;

function attach(form) {
  const steps = [...form.querySelectorAll("[data-step]")];
  const questions = [...form.querySelectorAll("[data-question]")];
  const inGroup = (step) => [...step.closest("section").querySelectorAll("[data-question]")];
  const places = number(
    steps.map((step) => ({
      isQuestion: step.matches("[data-question]"),
      questions: step.matches("[data-start]") ? inGroup(step).length : 0,
    })),
  );
  const find = (selector) => form.querySelector(selector);
  const wrong = steps.findIndex((step) => step.matches("[data-wrong]"));
  let oneByOne = matchMedia(PHONE).matches;
  let now = Math.max(wrong, 0);

  const show = () => {
    form.classList.toggle("one-by-one", oneByOne);
    steps.forEach((step, place) => {
      step.hidden = oneByOne && place !== now;
    });
    for (const part of form.querySelectorAll("[data-one-by-one]")) part.hidden = !oneByOne;
    find("[data-back]").hidden = !oneByOne || now === 0;
    find("[data-onward]").hidden = !oneByOne || !places[now].number;
    find("[data-where]").textContent = oneByOne ? where(places[now], questions.length) : "";
    find("[data-mode]").textContent = oneByOne ? "All at once" : "One at a time";
    find("[data-count]").textContent = count(questions.filter(isAnswered).length, questions.length);
  };

  const go = (place) => {
    now = Math.min(Math.max(place, 0), steps.length - 1);
    show();
    const heading = steps[now].querySelector("legend, h2");
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    form.scrollIntoView({ block: "start" });
  };

  const answerNone = (button) => {
    const group = inGroup(button);
    for (const question of group.filter((one) => !isAnswered(one))) {
      question.querySelector(`input[value="${question.dataset.harmless}"]`).checked = true;
    }
    if (oneByOne) go(steps.indexOf(group.at(-1)) + 1);
  };

  form.addEventListener("click", (event) => {
    const pressed = event.target.closest("button");
    if (pressed?.matches("[data-none]")) {
      event.preventDefault();
      answerNone(pressed);
    } else if (pressed?.matches("[data-next]")) go(now + 1);
    else if (pressed?.matches("[data-back]")) go(now - 1);
    else if (pressed?.matches("[data-mode]")) {
      oneByOne = !oneByOne;
      show();
    } else if (oneByOne && event.detail && event.target.matches("[data-question] input")) {
      const asked = now; // arrow keys choose too, without a pointer: they stay
      setTimeout(() => asked === now && go(now + 1), SEEN_MS);
    }
  });

  for (const bar of form.querySelectorAll("[data-steps-bar]")) bar.hidden = false;
  show();
}

if (globalThis.document) {
  for (const form of document.querySelectorAll("[data-steps]")) attach(form);
}
