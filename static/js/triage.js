// Actions walked by keyboard: j and k move, x chooses, d w n h open the page with the one question, ? helps.
// The current row is marked, and shows its verbs. A person can switch the keys off; what they chose is kept in this browser.
(() => {
  "use strict";
  const OFF = "triage-keys-off";
  const PLACE = "triage-place";
  const VERBS = { d: "complete", w: "decline", n: "reschedule", h: "hand-over" };
  const MOVES = { j: "next", k: "previous", x: "choose", "?": "help" };
  const remembered = (store, key) => { try { return store.getItem(key); } catch { return null; } };
  const remember = (store, key, value) => { try { store.setItem(key, value); } catch { /* private windows keep nothing */ } };
  const titles = () => [...document.querySelectorAll("[data-triage] a.list-row-title")];
  let place = -1;

  const focused = () => titles().findIndex((title) => title.closest(".list-row").contains(document.activeElement));
  const go = (to) => {
    const all = titles();
    if (!all.length) return;
    place = Math.max(0, Math.min(to, all.length - 1));
    all[place].focus();
  };
  const point = () => {
    const row = titles()[Math.max(place, 0)]?.closest(".list-row");
    for (const old of document.querySelectorAll("[data-triage] .list-row.is-current")) if (old !== row) { old.classList.remove("is-current"); old.removeAttribute("aria-current"); }
    row?.classList.add("is-current");
    row?.setAttribute("aria-current", "true");
  };
  const current = () => {
    const found = focused();
    if (found >= 0) place = found;
    return titles()[Math.max(place, 0)];
  };
  const help = () => document.getElementById("triage-help")?.showModal();
  const open = (verb) => {
    const title = current();
    if (!title) return;
    remember(sessionStorage, PLACE, JSON.stringify({ path: location.pathname + location.search, place: Math.max(place, 0) }));
    const back = encodeURIComponent(location.pathname + location.search);
    location.assign(`${title.getAttribute("href")}${verb}/?next=${back}`);
  };
  const act = (what) => {
    const here = focused();
    if (what === "next") go((here >= 0 ? here : place) + 1);
    else if (what === "previous") go((here >= 0 ? here : Math.max(place, 1)) - 1);
    else if (what === "help") help();
    else if (what === "choose") {
      const box = current()?.closest(".list-row").querySelector(".row-choice");
      box?.click();
    } else open(what);
  };

  document.addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey || event.repeat && !"jk".includes(event.key)) return;
    if (remembered(localStorage, OFF) || document.querySelector("dialog[open]")) return;
    if (event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    const what = VERBS[event.key] || MOVES[event.key];
    if (!what || !document.querySelector("[data-triage]")) return;
    event.preventDefault();
    act(what);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-triage-do]");
    if (button) act(button.dataset.triageDo);
    const toggle = event.target.closest("[data-triage-switch]");
    if (toggle) {
      const off = !remembered(localStorage, OFF);
      remember(localStorage, OFF, off ? "yes" : "");
      show(toggle);
    }
  });
  document.addEventListener("focusin", () => {
    const found = focused();
    if (found < 0) return;
    place = found;
    point();
  });
  const show = (toggle) => {
    const on = !remembered(localStorage, OFF);
    toggle.setAttribute("aria-pressed", String(on));
    toggle.textContent = on ? "Keys are on" : "Keys are off";
  };
  const begin = () => {
    for (const bar of document.querySelectorAll("[data-triage-keys]")) bar.hidden = false;
    document.querySelectorAll("[data-triage-switch]").forEach(show);
    const last = JSON.parse(remembered(sessionStorage, PLACE) || "null");
    if (last && last.path === location.pathname + location.search) {
      remember(sessionStorage, PLACE, "null");
      go(last.place);
    }
    point();
  };
  begin();
  document.addEventListener("htmx:after:swap", begin);
})();
