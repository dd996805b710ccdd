// What the tests of the live session share: a clock, a table that tilts, and a phone on it.

import { begin, step } from "../../static/js/live/machine.js";

export const START = Date.UTC(2026, 4, 4, 17, 0, 0);
export const ID = "01970000-0000-7000-8000-000000000001";
export const OPEN = { is_open: true, cap: null };
export const MEASURED = { source: "measured", typed_deg: null, planned_s: 120 };
export const TYPED = { source: "guess", typed_deg: 30, planned_s: 120 };

/** The same numbers for every run. */
export function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A number from the normal distribution. */
export const normal = (next) =>
  Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());

/** A session that is played second by second; `seen` are the states in their order. */
export function play(facts = OPEN, start = START) {
  const player = {
    session: begin({ id: ID, at: start, facts }),
    at: start,
    taps: 0,
    seen: ["check"],
    deg: -90,
    hear: () => {},
    send(type, more = {}) {
      player.session = step(player.session, { type, at: player.at, ...more });
      const { state } = player.session;
      if (player.seen.at(-1) !== state) player.seen.push(state);
      player.hear(player.session, player.at);
      return player;
    },
    tap(type, more) {
      player.taps += 1;
      return player.send(type, more);
    },
    /** Time passes with four ticks a second, and no word of the phone. */
    wait(seconds) {
      for (let quarter = 0; quarter < seconds * 4; quarter += 1) {
        player.at += 250;
        player.send("tick");
      }
      return player;
    },
    /** The page sleeps: no tick, no angle. */
    lock(seconds) {
      player.at += seconds * 1000;
      return player;
    },
    /** The table goes to an angle at so many degrees a second, felt 20 times a second. */
    tilt(deg, degPerS = 15) {
      while (player.deg !== deg) {
        const left = deg - player.deg;
        player.deg += Math.sign(left) * Math.min(Math.abs(left), degPerS / 20);
        player.at += 50;
        player.send("angle", { deg: player.deg });
      }
      return player;
    },
    /** The table stays where it is, or moves about it by `sway(seconds)` degrees. */
    stay(seconds, sway = () => 0) {
      for (let count = 1; count <= seconds * 20; count += 1) {
        player.at += 50;
        player.send("angle", { deg: player.deg + sway(count / 20) });
      }
      return player;
    },
    /** The three taps before, on the page itself. */
    go(how = MEASURED, pain = 6) {
      return player.tap("checked").tap("rated_before", { pain }).tap("go", how);
    },
    /** The two taps after. */
    finish(pain = 4, codes = {}) {
      return player.tap("rated_after", { pain }).tap("effects", { codes });
    },
  };
  return player;
}
