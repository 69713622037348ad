// What the page does by itself: copy a citation, fold the filters away, say that a search runs.
"use strict";

document.documentElement.lang = "zh-CN";

(() => {
  const CONFIRMED_MS = 2000;

  /** Puts text on the clipboard; says whether that worked. */
  async function copyText(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copySelected(text); // no permission, or a page that is not served securely
    }
  }

  /** The older way: select the text in a field and copy the selection. */
  function copySelected(text) {
    const focused = document.activeElement;
    const field = document.createElement("textarea");
    field.value = text;
    field.readOnly = true;
    field.style.cssText = "position:fixed;top:0;left:0;opacity:0";
    document.body.append(field);
    field.select();
    let copied = false;
    try {
      copied = document.execCommand("copy");
    } catch {
      copied = false;
    }
    field.remove();
    focused?.focus?.({ preventScroll: true });
    return copied;
  }

  /** Shows the citation for copying by hand, selected. */
  function offerByHand(button, text) {
    const footer = button.parentElement;
    const field = footer.querySelector("textarea") || document.createElement("textarea");
    field.value = text;
    field.readOnly = true;
    field.rows = 4;
    field.setAttribute("aria-label", button.dataset.byHand);
    footer.append(field);
    field.focus();
    field.select();
  }

  /** Says something to screen readers. */
  function announce(text) {
    let region = document.getElementById("lt-announcer");
    if (!region) {
      region = document.createElement("div");
      region.id = "lt-announcer";
      region.setAttribute("role", "status");
      document.body.append(region);
    }
    region.textContent = "";
    setTimeout(() => (region.textContent = text), 50);
  }

  async function copyCitation(button) {
    const citation = JSON.parse(button.dataset.citation);
    const copied = await copyText(citation);
    const message = copied ? button.dataset.copied : button.dataset.byHand;
    if (!copied) offerByHand(button, citation);
    button.dataset.label ??= button.innerHTML;
    button.textContent = message;
    button.classList.toggle("copied", copied);
    announce(message);
    clearTimeout(button.restoring);
    button.restoring = setTimeout(() => {
      button.innerHTML = button.dataset.label;
      button.classList.remove("copied");
    }, CONFIRMED_MS);
  }

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

  // Called by the page's searches, at their start and at their end.
  window.lantian = {
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
    const copy = event.target.closest?.("button.copy");
    if (copy) copyCitation(copy);
    const filters = event.target.closest?.("#lt-filter-switch button");
    if (filters) switchFilters(filters);
  });
})();
