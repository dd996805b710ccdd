import assert from "node:assert/strict";
import { test } from "node:test";

import { count, number, where } from "../../static/js/safety/steps.js";

const QUESTION = { isQuestion: true };
const start = (questions) => ({ isQuestion: false, questions });

test("questions are numbered through all groups, and a group's start knows its own", () => {
  const steps = [start(2), QUESTION, QUESTION, start(1), QUESTION, QUESTION, start(0)];

  assert.deepEqual(number(steps), [
    { first: 1, last: 2 },
    { number: 1 },
    { number: 2 },
    { first: 3, last: 3 },
    { number: 3 },
    { number: 4 },
    {},
  ]);
});

test("where one is, is said in a sentence; the end says nothing", () => {
  assert.equal(where({ number: 5 }, 27), "Question 5 of 27");
  assert.equal(where({ first: 4, last: 10 }, 27), "Questions 4 to 10 of 27");
  assert.equal(where({ first: 4, last: 4 }, 27), "Question 4 of 27");
  assert.equal(where({}, 27), "");
});

test("what is still open is counted", () => {
  assert.equal(count(27, 27), "All 27 questions have an answer.");
  assert.equal(count(26, 27), "1 of 27 questions has no answer yet.");
  assert.equal(count(20, 27), "7 of 27 questions have no answer yet.");
});
