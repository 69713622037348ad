// What the search page does by itself: keep its address, fold the filters, say that a search runs.
"use strict";

// gradio says of every page that it is in en, or in what the browser asks for.
const LANGUAGES = { "/en/": "en", "/hant/": "zh-Hant" };
function sayLanguage() {
  const own = LANGUAGES[location.pathname] ?? "zh-CN";
  if (document.documentElement.lang !== own) document.documentElement.lang = own;
}
sayLanguage();
new MutationObserver(sayLanguage).observe(document.documentElement, { attributeFilter: ["lang"] });

(() => {
  function switchFilters(button) {
    const isOpen = document.getElementById("lt-filters").classList.toggle("open");
    button.setAttribute("aria-expanded", String(isOpen));
  }

  const BUSY_AFTER_MS = 400; // most searches are over by then, and a flash would only disturb
  const SLOW_AFTER_MS = 4000;
  const timers = [];

  function showBusy(text) {
    const results = document.getElementById("lt-results");
    if (results.querySelector(".warming")) text = ""; // said there already, and why
    let region = document.getElementById("lt-busy");
    if (!region) {
      region = document.createElement("p");
      region.id = "lt-busy";
      region.setAttribute("role", "status");
      results.before(region);
    }
    results.classList.toggle("waiting", text !== "");
    region.hidden = text === "";
    region.textContent = text;
  }

  const LONGEST = 4000;
  const ADDRESS_NAMES = ["q", "city", "plan", "n", "mode", "year", "dept", "exact"];

  /** The address of a search: what is as it is without asking is left out. */
  function addressOf(state, usual) {
    const given = new URLSearchParams();
    ADDRESS_NAMES.forEach((name, place) => {
      for (const value of [state[place] ?? []].flat()) {
        if (String(value).trim() === "" || value === usual[name]) continue;
        given.append(name, value === true ? "1" : value);
      }
    });
    // gradio sends the address along, and no server takes one of any length.
    return given.size && `${given}`.length <= LONGEST ? `?${given}` : location.pathname;
  }

  /** The title, the page and the switch to the other language go with what is searched for. */
  function showState() {
    const asked = new URLSearchParams(location.search).get("q");
    const name = document.title.split(" · ").at(-1);
    document.title = asked ? `${asked} · ${name}` : name;
    document.body.classList.toggle("asked", Boolean(asked)); // examples are for who has not begun
    const other = document.getElementById("lt-language");
    if (other) other.search = location.search;
  }

  const RECENT = "lantian.recent";
  const KEPT_SEARCHES = 8;

  /** What was searched for in this browser, the latest first; none where it keeps nothing. */
  function recentSearches() {
    try {
      return JSON.parse(localStorage.getItem(RECENT) ?? "[]").map(String);
    } catch {
      return [];
    }
  }

  function keepSearch(query) {
    const asked = String(query ?? "").trim();
    if (asked === "" || asked.length > 200) return;
    const kept = [asked, ...recentSearches().filter((other) => other !== asked)];
    try {
      localStorage.setItem(RECENT, JSON.stringify(kept.slice(0, KEPT_SEARCHES)));
    } catch {
      // a browser that keeps nothing offers nothing of it
    }
  }

  /** Offers what may be typed: recent searches, then places, indicators and offices. */
  async function offerWords(box) {
    const list = document.getElementById("lt-words") ?? document.createElement("datalist");
    if (!list.id) {
      list.id = "lt-words";
      document.body.append(list);
    }
    box.setAttribute("list", list.id);
    offerWords.words ??= fetch("/look/suggestions.json").then(
      (answer) => (answer.ok ? answer.json() : []),
      () => [],
    );
    const options = [...recentSearches(), ...(await offerWords.words)].map((word) => {
      const option = document.createElement("option");
      option.value = word;
      return option;
    });
    list.replaceChildren(...options);
  }

  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.("#lt-query input")) offerWords(event.target);
  });

  // Called by the page's searches, at their start and at their end.
  window.lantian = {
    /** What the address says is searched for, in the order of ADDRESS_NAMES. */
    state(usual) {
      const given = new URLSearchParams(location.search);
      const number = Number(given.get("n"));
      showState();
      return [
        given.get("q") ?? "",
        given.getAll("city"),
        given.getAll("plan"),
        Number.isInteger(number) && number > 0 ? number : usual.n,
        given.get("mode") ?? usual.mode,
        given.getAll("year"),
        given.getAll("dept"),
        given.get("exact") === "1",
      ];
    },
    /** The same for gradio's controls; one that says it already is left alone, or it would search. */
    restored(usual, now) {
      return this.state(usual).map((value, place) =>
        JSON.stringify(value) === JSON.stringify(now[place] ?? null) ? { __type__: "update" } : value,
      );
    },
    /** Gives a search an address of its own; Back leads to the one before. */
    remember(state, usual) {
      keepSearch(state[0]);
      const address = addressOf(state, usual);
      // The same search may be written in several ways: such an address stays as it is.
      if (address !== addressOf(this.state(usual), usual)) history.pushState(null, "", address);
      showState();
    },
    start(busy, slow) {
      timers.push(setTimeout(showBusy, BUSY_AFTER_MS, busy));
      timers.push(setTimeout(showBusy, SLOW_AFTER_MS, slow));
    },
    end() {
      timers.splice(0).forEach(clearTimeout);
      if (document.getElementById("lt-busy")) showBusy("");
    },
    search() {
      document.getElementById("lt-go").click();
    },
  };

  addEventListener("popstate", () => document.getElementById("lt-restore").click());

  const FILTER = "#lt-filters input[role=combobox]";

  /** Empties a filter's field that holds blanks alone; they would become an entry. */
  function dropBlanks(field) {
    if (field.value === "" || field.value.trim() !== "") return;
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // Captured, so that it is done before gradio takes what stands in the field.
  document.addEventListener(
    "keydown",
    (event) => {
      const field = event.target;
      if (event.key !== "Enter" || !field.matches?.(FILTER)) return;
      dropBlanks(field);
      const isChoosing = field.getAttribute("aria-activedescendant");
      if (!isChoosing && field.value === "") event.stopImmediatePropagation();
    },
    true,
  );
  document.addEventListener(
    "blur",
    (event) => {
      if (event.target.matches?.(FILTER)) dropBlanks(event.target);
    },
    true,
  );

  document.addEventListener("click", (event) => {
    const past = event.target.closest?.("#lt-to-results a");
    if (past) {
      event.preventDefault(); // the address stays that of the search
      const results = document.getElementById("lt-results");
      const first = results.querySelector(".answer") ?? results;
      first.tabIndex = -1;
      first.focus();
    }
    const filters = event.target.closest?.("#lt-filter-switch button");
    if (filters) switchFilters(filters);
  });
})();
