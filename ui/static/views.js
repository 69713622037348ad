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
