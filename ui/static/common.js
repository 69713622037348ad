// What every view does by itself: copy a citation, lead the slash key to the box, close at Esc.
"use strict";

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
    const footer = button.closest(".copying");
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

  /** Copies what a button holds; the address in it gets this server before it. */
  async function copyCitation(button) {
    const address = button.dataset.address;
    const whole = new URL(address, location.href).href;
    const citation = JSON.parse(button.dataset.copy).split(address).join(whole);
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

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button.copy");
    if (button) copyCitation(button);
  });

  const BOX = "#lt-query input, #lt-query textarea, [data-first-field]";
  const TYPING = "textarea, select, input:not([type=checkbox], [type=radio], [type=range])";
  const OPENED = "details.why, details.record, .answer details, li.more > details, details.places";
  const narrow = matchMedia("(max-width: 900px)"); // where the clauses lie in a drawer

  /** Closes what a reader has opened; says whether anything was. */
  function closeOpened() {
    const kinds = narrow.matches ? `${OPENED}, details.drawer` : OPENED;
    const opened = [...document.querySelectorAll(kinds)].filter((own) => own.open);
    for (const own of opened) {
      if (own.contains(document.activeElement)) own.querySelector("summary").focus();
      own.open = false;
    }
    const drawers = [...document.querySelectorAll("[data-drawer][aria-expanded=true]")];
    const shown = drawers.filter((button) => button.checkVisibility());
    for (const button of shown) {
      button.click();
      button.focus();
    }
    return opened.length + shown.length > 0;
  }

  // Captured: a filter's list is still there when this looks, and closes by itself. A browser that
  // shows suggestions, or the candidates of an input method, keeps the key for them.
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
      if (document.querySelector("[role=listbox]")?.checkVisibility() || closeOpened()) return;
      const box = document.querySelector(BOX);
      const focused = document.activeElement;
      if (!box?.value || (focused !== box && focused?.matches(TYPING))) return;
      box.value = "";
      box.dispatchEvent(new Event("input", { bubbles: true }));
      box.focus();
    },
    true,
  );

  /** The slash leads to the box to search in, as in many pages, unless something is being typed. */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    const box = document.querySelector(BOX);
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
})();
