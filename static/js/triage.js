// Actions walked by keyboard: j and k move, x chooses, d w n h ask the one question in a dialog, ? helps.
// The server fills the dialog; where it cannot, the page with the same form is opened. Done, the list is fetched anew.
// A row that the reader may not change is walked like the others; a verb's key says so there.
// The current row is marked, and shows its verbs. A person can switch the keys off; what they chose is kept in this browser.
(() => {
  "use strict";
  const OFF = "triage-keys-off";
  const PLACE = "triage-place";
  const VERBS = { d: "complete", w: "decline", n: "reschedule", h: "hand-over" };
  const MOVES = { j: "next", k: "previous", x: "choose", "?": "help" };
  const remembered = (store, key) => { try { return store.getItem(key); } catch { return null; } };
  const remember = (store, key, value) => { try { store.setItem(key, value); } catch { /* private windows keep nothing */ } };
  const titles = () => [...document.querySelectorAll("[data-triage] [data-triage-title]")];
  let place = -1;

  const focused = () => titles().findIndex((title) => title.closest("[data-triage-row]").contains(document.activeElement));
  const go = (to) => {
    const all = titles();
    if (!all.length) return;
    place = Math.max(0, Math.min(to, all.length - 1));
    all[place].focus();
  };
  const point = () => {
    const row = titles()[place]?.closest("[data-triage-row]"); // none before the first key: j goes to the first one
    for (const old of document.querySelectorAll("[data-triage] .is-current")) if (old !== row) { old.classList.remove("is-current"); old.removeAttribute("aria-current"); }
    row?.classList.add("is-current");
    row?.setAttribute("aria-current", "true");
  };
  const current = () => {
    const found = focused();
    if (found >= 0) place = found;
    return titles()[Math.max(place, 0)];
  };
  const help = () => document.getElementById("triage-help")?.showModal();
  const dialog = () => document.getElementById("verb-dialog");
  const filled = () => dialog()?.querySelector("[data-dialog-title]");
  const attend = () => {
    const form = filled();
    dialog().querySelector("h2").textContent = form.dataset.dialogTitle;
    (form.querySelector("[aria-invalid=true], [autofocus]") || form.querySelector("input:not([type=hidden]), textarea, select"))?.focus();
  };
  let asking = false;
  const said = (shown) => { for (const place of document.querySelectorAll("[data-triage-said]")) place.textContent = shown ? place.dataset.triageSaid : ""; };
  const open = (verb) => {
    const title = current();
    if (!title || asking) return;
    go(titles().indexOf(title));
    const read = title.closest("[data-triage-read]") !== null;
    said(read);
    if (read) return;
    const here = location.pathname + location.search;
    const page = `${title.getAttribute("href")}${verb}/?next=${encodeURIComponent(here)}`;
    const leave = () => {
      remember(sessionStorage, PLACE, JSON.stringify({ path: here, place: Math.max(place, 0) }));
      location.assign(page);
    };
    if (!dialog() || !window.htmx) { leave(); return; }
    asking = true;
    // the source names the target to the server
    window.htmx.ajax("GET", page, { source: "#verb-dialog-form", target: "#verb-dialog-form" }).then(() => {
      if (!filled()) { leave(); return; }
      dialog().showModal();
      attend();
    }, leave).finally(() => { asking = false; });
  };
  const act = (what) => {
    said(false);
    const here = focused();
    if (what === "next") go((here >= 0 ? here : place) + 1);
    else if (what === "previous") go((here >= 0 ? here : Math.max(place, 1)) - 1);
    else if (what === "help") help();
    else if (what === "choose") {
      const box = current()?.closest("[data-triage-row]").querySelector(".row-choice");
      if (box) box.click();
      else said(true);
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
    if (button && !(event.metaKey || event.ctrlKey || event.shiftKey)) {
      event.preventDefault();
      const row = button.closest("[data-triage-row]");
      if (row) go(titles().findIndex((title) => row.contains(title)));
      act(button.dataset.triageDo);
    }
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
  let back = null;
  document.addEventListener("dialogDone", () => {
    const region = document.querySelector("[data-triage]")?.dataset.triageRegion;
    if (!region) return;
    back = Math.max(place, 0);
    window.htmx.ajax("GET", location.pathname + location.search, { source: `#${region}`, target: `#${region}`, swap: "outerMorph" });
  });
  begin();
  document.addEventListener("htmx:after:swap", () => {
    if (dialog()?.open && filled()) { attend(); return; }
    begin();
    if (back !== null && !document.querySelector("dialog[open]")) { go(back); back = null; }
  });
})();
