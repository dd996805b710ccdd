// Where it hurts: a press on the drawing asks for a score, and the list's own field keeps it.

const BESIDE = "(min-width: 64rem)"; // room for the list beside the drawing

/** A site with its score, as its button says it; "" is not rated. */
export function words(label, score) {
  return score === "" ? `${label}: not rated` : `${label}: ${score} out of 10`;
}

/** The highest of scores as fields hold them, a dash of none. */
export function highest(scores) {
  const given = scores.filter((score) => score !== "").map(Number);
  return given.length ? String(Math.max(...given)) : "–";
}

function attachQuestion(ask, answer) {
  let asked;
  ask.addEventListener("click", (event) => {
    const pressed = event.target.closest("button");
    if (pressed?.value !== undefined && !pressed.matches("[data-body-close]")) {
      answer(asked, pressed.value);
    }
    if (pressed || event.target === ask) ask.close(); // a press beside the question leaves it too
  });
  ask.addEventListener("close", () => asked.focus());

  return (site, score) => {
    asked = site;
    ask.querySelector("[data-body-what]").textContent = site.dataset.label;
    const tiles = [...ask.querySelectorAll("[data-score]")];
    for (const tile of tiles) tile.setAttribute("aria-pressed", String(tile.value === score));
    ask.showModal();
    (tiles.find((tile) => tile.value === score) ?? tiles[0]).focus();
  };
}

function attachTurning(turn, map) {
  const show = (view) => {
    for (const chip of turn.children) chip.setAttribute("aria-pressed", String(chip.value === view));
    for (const figure of map.children) {
      figure.toggleAttribute("data-turned-away", figure.dataset.bodyView !== view);
    }
  };
  turn.addEventListener("click", (event) => {
    const chip = event.target.closest("button");
    if (chip) show(chip.value);
  });
  turn.hidden = false;
  show("back");
}

function attach(map) {
  const form = map.closest("form");
  const sites = [...map.querySelectorAll("[data-site]")];
  const scoreOf = (site) => form.elements[site.dataset.site].value;

  const draw = () => {
    for (const site of sites) {
      const score = scoreOf(site);
      if (score === "") delete site.dataset.score;
      else site.dataset.score = score;
      site.querySelector("text").textContent = score;
      site.setAttribute("aria-label", words(site.dataset.label, score));
    }
    for (const place of form.querySelectorAll("[data-highest]")) {
      const own = sites.filter((site) => site.dataset.group === place.dataset.highest);
      place.textContent = highest(own.map(scoreOf));
    }
  };

  const question = attachQuestion(document.querySelector("[data-body-ask]"), (site, score) => {
    form.elements[site.dataset.site].value = score;
    draw();
  });

  for (const drawing of map.querySelectorAll("svg")) drawing.setAttribute("role", "group");
  for (const site of sites) {
    site.setAttribute("role", "button");
    site.setAttribute("tabindex", "0");
    site.addEventListener("click", () => question(site, scoreOf(site)));
    site.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault(); // a space would scroll
      question(site, scoreOf(site));
    });
  }
  attachTurning(form.querySelector("[data-body-turn]"), map);
  form.addEventListener("change", draw);
  const list = form.querySelector("[data-body-list]");
  list.open = matchMedia(BESIDE).matches || list.querySelector(".is-invalid") !== null;
  draw();
}

if (globalThis.document) {
  for (const map of document.querySelectorAll("[data-body-map]")) attach(map);
}
