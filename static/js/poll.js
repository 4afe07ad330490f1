// <div data-poll="10" hx-get="…" hx-trigger="poll"> asks again every 10 s, but only while somebody looks.
(() => {
  "use strict";
  const due = new WeakMap();
  setInterval(() => {
    if (document.hidden) return;
    const now = Date.now();
    for (const region of document.querySelectorAll("[data-poll]")) {
      const every = 1000 * Math.max(2, Number(region.dataset.poll) || 10);
      if (!due.has(region)) due.set(region, now + every);
      if (due.get(region) > now || region.contains(document.activeElement)) continue;
      due.set(region, now + every);
      region.dispatchEvent(new CustomEvent("poll"));
    }
  }, 1000);
})();
