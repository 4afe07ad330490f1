// <form data-autosave> is saved some seconds after the last key, by the same POST its button makes.
//
// The answer is JSON: {"version": n, "saved_at": "14:32", "text": "…merged text, if others wrote too",
// "note": "Merged with 2 changes, please read it once."}. `version` goes back into the form's hidden field
// base_version; `text` replaces the field named in data-autosave-field (default "text") unless somebody has
// typed on. Any other answer leaves the words where they are and says so. What is not saved yet is also
// kept in this tab's sessionStorage and offered back after a crash. A link to another page of ours, and another
// form's button, save first and then go on; where that fails, the browser asks whether to leave.
(() => {
  "use strict";
  const QUIET = 2500;
  const RETRY = 8000;
  const PATIENCE = 5000; // how long a link waits for the words to be saved
  const KEEPALIVE = 60000; // bytes; browsers refuse more than 64 KiB in requests that outlive their page
  const writers = [];

  for (const form of document.querySelectorAll("form[data-autosave]")) start(form);

  function start(form) {
    const key = `autosave:${form.getAttribute("action") || location.pathname}`;
    const field = form.elements[form.dataset.autosaveField || "text"];
    const state = form.querySelector("[data-autosave-state]") || document.querySelector("[data-autosave-state]");
    let timer = null;
    let flying = false;
    let dirty = false;
    let refused = false;
    let saving = Promise.resolve();

    const say = (name, words) => {
      if (!state) return;
      state.dataset.state = name;
      state.textContent = words;
    };
    const snapshot = () => {
      const values = {};
      for (const [name, value] of new FormData(form)) {
        if (typeof value === "string" && name !== "csrfmiddlewaretoken") values[name] = value;
      }
      return values;
    };
    const keep = () => {
      try { sessionStorage.setItem(key, JSON.stringify(snapshot())); } catch { /* full or forbidden: the page still holds it */ }
    };
    const forget = () => {
      try { sessionStorage.removeItem(key); } catch { /* as above */ }
    };

    const offerBack = () => {
      let kept = null;
      try { kept = JSON.parse(sessionStorage.getItem(key)); } catch { return; }
      if (!kept || !field || kept[field.name] === undefined || kept[field.name] === field.value) return forget();
      const offer = document.createElement("div");
      offer.className = "note note-attention";
      const words = document.createElement("p");
      words.textContent = "Words you typed here were not saved. ";
      const button = document.createElement("button");
      button.type = "button";
      button.className = "link-button";
      button.textContent = "Bring them back";
      button.addEventListener("click", () => {
        for (const [name, value] of Object.entries(kept)) {
          const control = form.elements[name];
          if (control && "value" in control && control.type !== "hidden") control.value = value;
        }
        // The old base goes with the old words, so that the merge knows what they were written upon.
        if (form.elements.base_version && kept.base_version) form.elements.base_version.value = kept.base_version;
        offer.remove();
        changed();
      });
      words.append(button);
      offer.append(words);
      form.prepend(offer);
    };

    const changed = () => {
      dirty = true;
      refused = false;
      keep();
      if (!flying) say("pending", "Not saved yet");
      clearTimeout(timer);
      timer = setTimeout(() => save(), QUIET);
    };

    const save = (leaving = false) => {
      if (!flying && dirty) saving = send(leaving);
      return saving;
    };

    const send = async (leaving) => {
      clearTimeout(timer);
      flying = true;
      dirty = false;
      const sent = field ? field.value : null;
      say("saving", "Saving…");
      try {
        const response = await fetch(form.getAttribute("action") || location.href, {
          method: "POST",
          body: new FormData(form),
          headers: { Accept: "application/json", "X-Autosave": "yes" },
          credentials: "same-origin",
          keepalive: leaving && new Blob(Object.values(snapshot())).size < KEEPALIVE,
          redirect: "error",
        });
        const isJson = (response.headers.get("Content-Type") || "").includes("json");
        const answer = isJson ? await response.json() : {};
        if (!response.ok) throw Object.assign(new Error("refused"), { status: response.status, answer });
        if (answer.version !== undefined && form.elements.base_version) form.elements.base_version.value = answer.version;
        if (field && typeof answer.text === "string" && answer.text !== field.value) {
          if (field.value === sent) replaceText(field, answer.text);
          else dirty = true; // Typed on meanwhile: the next save merges both.
        }
        if (!dirty) {
          forget();
          say("saved", answer.note || `Saved ${answer.saved_at || clock()}`);
        }
      } catch (error) {
        dirty = true;
        keep();
        const told = error.answer && (error.answer.note || error.answer.error);
        say("failed", told || (error.status === 409
          ? "Not saved: it changed meanwhile. Your words are still here."
          : "Not saved yet. Your words are kept in this tab."));
        // A refusal is not repeated until something is typed; a lost connection is.
        refused = error.status >= 400 && error.status < 500;
        if (!refused) timer = setTimeout(() => save(), RETRY);
        flying = false;
        return;
      }
      flying = false;
      if (dirty) changed();
    };

    form.addEventListener("input", changed);
    form.addEventListener("submit", () => { dirty = false; keep(); });
    window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
    document.addEventListener("visibilitychange", () => { if (document.hidden && dirty && !refused) save(true); });
    window.addEventListener("online", () => { if (dirty && !refused) save(); });
    offerBack();

    writers.push({
      isUnsaved: () => flying || (dirty && !refused),
      finish: async () => {
        await saving;
        if (dirty && !refused) await save(true);
      },
    });
  }

  // Saves what is typed in any form and then does what was asked for; where nothing is owed, the browser does it.
  let waiting = false;
  let passing = false;
  async function saveThen(event, goOn) {
    if (passing || event.defaultPrevented || !writers.some((writer) => writer.isUnsaved())) return;
    event.preventDefault();
    if (waiting) return;
    waiting = true;
    const finished = (async () => { for (const writer of writers) await writer.finish(); })();
    await Promise.race([finished, new Promise((resolve) => { setTimeout(resolve, PATIENCE); })]);
    waiting = false;
    passing = true;
    goOn();
    passing = false;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.origin !== location.origin || (link.target && link.target !== "_self") || link.hasAttribute("download")) return;
    if (link.hash && link.pathname === location.pathname && link.search === location.search) return;
    saveThen(event, () => location.assign(link.href));
  });
  document.addEventListener("submit", (event) => {
    saveThen(event, () => event.target.requestSubmit(event.submitter));
  });

  function replaceText(field, text) {
    const before = field.value;
    const focused = document.activeElement === field;
    let caret = field.selectionStart;
    let same = 0;
    while (same < Math.min(before.length, text.length) && before[same] === text[same]) same += 1;
    if (same < caret) caret = Math.max(same, text.length - (before.length - caret));
    field.value = text;
    if (focused) field.setSelectionRange(caret, caret);
    field.dispatchEvent(new CustomEvent("replaced"));
  }

  function clock() {
    return new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  }
})();
