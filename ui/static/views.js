// What the views do beside what is said without a script: steps from match to match.
"use strict";

(() => {
  // An address with a quotation behind # alone is asked for again with it where the server reads it.
  const quotation = /^#c-(\d+-\d+)$/.exec(location.hash);
  if (quotation && !document.getElementById(location.hash.slice(1))) {
    const given = new URLSearchParams(location.search);
    if (!(given.get("at") ?? "").startsWith(quotation[1])) {
      given.set("at", quotation[1]);
      location.replace(`?${given}${location.hash}`);
    }
  }

  const matches = [...document.querySelectorAll("mark.found[id]")];
  let current = -1;

  function show(number) {
    current = (number + matches.length) % matches.length;
    matches.forEach((mark, place) => mark.classList.toggle("current", place === current));
    const said = document.querySelector(".find .matches");
    if (said) said.textContent = `${current + 1} / ${matches.length}`;
    matches[current].scrollIntoView({ block: "center" });
  }

  document.addEventListener("click", (event) => {
    const step = event.target.closest?.("a.step");
    if (!step || matches.length === 0) return;
    event.preventDefault();
    const way = Number(step.dataset.step);
    show(current < 0 && way < 0 ? matches.length - 1 : current + way);
  });

  const narrow = matchMedia("(max-width: 900px)");
  const drawer = document.querySelector("details.drawer");
  if (drawer && narrow.matches) drawer.open = false;

  // How far a plan is that is being added; the page itself knows where it leads in the end.
  const watched = document.querySelector("[data-watched]");
  const EVERY_MS = 700;

  async function watch() {
    let told = null;
    try {
      told = await (await fetch(watched.dataset.watched, { cache: "no-store" })).json();
    } catch {
      // The server is busy or gone; the next look will tell.
    }
    if (told?.ended) {
      location.reload();
      return;
    }
    if (told) {
      for (const own of watched.querySelectorAll("[data-stage]")) {
        const isNow = own.dataset.stage === told.stage;
        if (isNow) own.setAttribute("aria-current", "step");
        else own.removeAttribute("aria-current");
        own.querySelector(".share").textContent =
          isNow && told.share > 0 ? `${Math.round(100 * told.share)}%` : "";
      }
      const bar = watched.querySelector("progress");
      if (told.share > 0) bar.value = told.share;
      else bar.removeAttribute("value");
    }
    setTimeout(watch, EVERY_MS);
  }
  if (watched) setTimeout(watch, EVERY_MS);

  // Up and down lead through the tree of clauses.
  document.querySelector(".outline")?.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const links = [...event.currentTarget.querySelectorAll("a")].filter((a) => a.checkVisibility());
    const place = links.indexOf(event.target.closest("a") ?? event.target.querySelector("a"));
    const next = links[place + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
})();
