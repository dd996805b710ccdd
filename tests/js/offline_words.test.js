import assert from "node:assert/strict";
import { test } from "node:test";

import { moment, title, typed } from "../../static/js/offline/content.js";
import { banner, choices, count, mayErase, reasons, spoken } from "../../static/js/offline/words.js";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const HOUR = 3_600_000;

function entry({ ago = 60_000, ...more } = {}) {
  const made_at = new Date(NOW - ago).toISOString();
  return { made_at, state: "waiting", why: "offline", code: "", message: "", errors: {}, ...more };
}

const refused = (code, more) => entry({ state: "refused", why: "", code, ...more });
const says = (entries, more) => banner(entries, { now: NOW, ...more });

test("the count is said, and how many of them are for the person", () => {
  assert.equal(count([entry()]), "Saved on this phone, 1 waiting");
  assert.equal(count([entry(), refused("gone")]), "Saved on this phone, 2 waiting, 1 of them for you to look at");
  assert.equal(count([refused("gone")]), "Saved on this phone, 1 waiting for you to look at");
});

test("the banner says why, and offers what helps", () => {
  const said = [
    ["offline", "No connection.", ["send", "show"]],
    ["server", "InverTrack cannot take it right now.", ["send", "show"]],
    ["log_in", "Log in to send it.", ["log_in", "show"]],
    ["other_account", "Another account is logged in here.", ["log_in", "show"]],
  ];
  for (const [why, line, offers] of said) {
    assert.deepEqual(says([entry({ why })]), { title: "Saved on this phone, 1 waiting.", lines: [line], offers });
  }
  assert.deepEqual(says([refused("invalid")]).offers, ["show"]);
});

test("what is older than a day, and what Safari may erase, is said", () => {
  const OLD = "The oldest has waited for more than 24 hours.";
  assert.ok(says([entry(), entry({ ago: 25 * HOUR })]).lines.includes(OLD));
  assert.ok(!says([entry({ ago: 23 * HOUR })]).lines.includes(OLD));
  assert.match(says([entry()], { mayErase: true }).lines.at(-1), /after 7 days without a visit/);
  assert.deepEqual(
    [{ isApple: true }, { isApple: true, standalone: true }, { isApple: false }].map(mayErase),
    [true, false, false],
  );
});

test("an entry that is on its way for the first time is not spoken of yet", () => {
  const fresh = entry({ why: "", ago: 1000 });
  assert.deepEqual(spoken([fresh], NOW), []);
  const stays = [entry({ why: "", ago: 30_000 }), entry({ ago: 1000 }), refused("gone", { ago: 1000 })];
  assert.deepEqual(spoken(stays, NOW), stays);
  assert.equal(spoken([entry({ why: "", ago: -2 * HOUR })], NOW).length, 1); // a clock put back
});

test("a refused entry says what the server said, and what can be done", () => {
  const invalid = refused("invalid", { errors: { angle_deg: ["0 to 90."], "": ["Nothing is filled in."] } });
  assert.deepEqual(reasons(invalid), [
    "Something in it has to be corrected.",
    "Angle: 0 to 90.",
    "Nothing is filled in.",
  ]);
  assert.deepEqual(reasons(refused("new_code", { message: "Too many today." })), ["Too many today."]);
  assert.deepEqual(reasons(refused("refused")), ["InverTrack did not take it."]);
  const offered = ["invalid", "conflict", "reused", "id_taken", "gone", "unreadable"].map((code) =>
    choices(refused(code)).map(([does]) => does),
  );
  assert.deepEqual(offered, [["open"], ["open"], ["open"], ["open"], ["send"], []]);
  assert.deepEqual(choices(entry()), [["send", "Send now"]]);
});

test("what was typed is told apart from what the form carries", () => {
  const fields = [
    ["write_id", "x"],
    ["pain_before", "6"],
    ["angle_deg", "35"],
    ["duration_s_0", "2"],
    ["hold_2_1", "1"],
    ["has_stopped_early", "on"],
    ["pain_avg_24h", "5"],
    ["note", ""],
    ["save", "Save session"],
  ];
  assert.deepEqual(typed(fields), [
    ["Pain before", "6"],
    ["Angle", "35"],
    ["Minutes", "2"],
    ["Hold 2, minutes", "1"],
    ["Has stopped early", "yes"],
    ["Pain avg", "5"],
  ]);
  assert.deepEqual([title("pain now"), title("")], ["Pain now", "An entry"]);
  assert.equal(moment("2026-11-22T11:05:00Z", "Europe/Berlin"), "Sun 22 Nov, 12:05");
});
