// A review on the wall: arrow keys turn the topics, j k n w h settle what waits, and who follows is taken along.
(() => {
  "use strict";
  const typing = (element) => element?.closest("input, textarea, select, [contenteditable]");
  const rows = () => [...document.querySelectorAll("[data-row]")];

  const goTo = (step) => {
    const all = rows();
    const at = all.findIndex((row) => row.contains(document.activeElement));
    const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
    if (next) next.focus();
  };

  const openVerb = (verb) => {
    const row = rows().find((one) => one.contains(document.activeElement)) ?? rows()[0];
    const details = row?.querySelector(`[data-verb="${verb}"]`);
    if (!details) return;
    details.open = true;
    details.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  };

  const keys = {
    j: () => goTo(1),
    k: () => goTo(-1),
    n: () => openVerb("reschedule"),
    w: () => openVerb("decline"),
    h: () => openVerb("hand-over"),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && typing(event.target)) {
      const details = event.target.closest("details");
      if (details) {
        details.open = false;
        details.closest("[data-row]")?.focus();
      }
      return;
    }
    if (typing(event.target)) return;
    const turn = document.querySelector(`[data-key="${event.key}"]:not([disabled])`);
    const act = turn && !event.target.closest("summary") ? () => turn.click() : rows().length ? keys[event.key] : null;
    if (!act) return;
    event.preventDefault();
    act();
  });

  // Only what the chair changed moves people; who looks at another topic stays until the next one is shown.
  const follow = document.querySelector("[data-follow]");
  let shown = follow?.querySelector("[data-shown]")?.dataset.shown;
  document.addEventListener("htmx:after:swap", () => {
    const link = follow?.querySelector("[data-shown]");
    if (!link || link.dataset.shown === shown) return;
    shown = link.dataset.shown;
    const written = [...document.querySelectorAll(".meeting-body textarea, .meeting-body input[type=text]")];
    if (!written.some((field) => field.value !== field.defaultValue)) link.click();
  });
})();
