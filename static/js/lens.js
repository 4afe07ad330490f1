// <section data-lens="field-id"> keeps what the lens says of a field true while somebody types in it.
//
// A pause is followed by a POST of the text; the answer is the panel's inside, which works alone as well: without
// this script it is what the page was drawn with. Marks are drawn on a backdrop behind a textarea, which itself can
// hold none. Answers are posted by the page's one <form data-lens-answer>, to which all panels' controls belong.
(() => {
  "use strict";
  const PAUSE = 150;
  const form = document.querySelector("form[data-lens-answer]");
  const panels = new Map();

  startAll(false);
  // A part of the page that was put in anew has panels as the server draws them, around what somebody typed before.
  document.addEventListener("htmx:after:swap", () => startAll(true));

  function startAll(again) {
    for (const section of document.querySelectorAll("[data-lens]")) {
      const field = document.getElementById(section.dataset.lens);
      const panel = panels.get(section);
      if (!field || (panel?.field === field && panel.stands())) continue;
      panel?.ends.abort();
      const ends = new AbortController();
      panels.set(section, { field, ends, ...start(section, field, ends, again) });
    }
    for (const [section, panel] of panels) {
      if (section.isConnected) continue;
      panel.ends.abort();
      panels.delete(section);
    }
  }

  function start(section, field, { signal }, again) {
    const said = section.querySelector("[data-lens-said]");
    const inside = section.querySelector("[data-lens-findings]");
    const paper = field.tagName === "TEXTAREA" ? lay(field) : null;
    let timer = null;
    let flying = null;
    let looked = again ? "" : field.value;
    let marks = [];
    let drawn = null;

    const told = () => inside.querySelector("[data-lens-told]")?.dataset.lensTold || "";
    const dress = () => {
      marks = [];
      for (const item of inside.querySelectorAll("[data-lens-start]")) {
        const mark = { start: Number(item.dataset.lensStart), end: Number(item.dataset.lensEnd), level: item.dataset.lensLevel };
        marks.push(mark);
        const button = item.querySelector("[data-lens-show]");
        button.hidden = false;
        button.addEventListener("click", () => {
          field.focus();
          field.setSelectionRange(mark.start, mark.end);
          paper?.reveal(mark.start); // a field that is as tall as its text has nothing in it to scroll
        });
      }
      paper?.draw(field.value, marks);
      drawn = inside.cloneNode(true);
    };

    // The mark before and behind what is being typed stay where they are; the one in it goes until we have looked.
    const follow = () => {
      const text = field.value;
      const shortest = Math.min(looked.length, text.length);
      let before = 0;
      while (before < shortest && looked[before] === text[before]) before += 1;
      let after = 0;
      while (after < shortest - before && looked[looked.length - 1 - after] === text[text.length - 1 - after]) after += 1;
      const moved = text.length - looked.length;
      const kept = [];
      for (const mark of marks) {
        if (mark.end <= before) kept.push(mark);
        else if (mark.start >= looked.length - after) kept.push({ ...mark, start: mark.start + moved, end: mark.end + moved });
      }
      paper?.draw(text, kept);
    };

    const facts = (body) => {
      body.set("text", field.value);
      body.set("section", section.dataset.lensSection);
      body.set("field", section.dataset.lens);
      body.set("incident", section.dataset.lensIncident);
      return body;
    };

    const post = async (address, body) => {
      flying?.abort();
      flying = new AbortController();
      const sent = field.value;
      const before = told();
      try {
        const response = await fetch(address, {
          method: "POST", body, headers: { "X-Lens": "yes" }, credentials: "same-origin", redirect: "error", signal: flying.signal,
        });
        if (!response.ok) return false;
        const fresh = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[data-lens-told]");
        if (!fresh || field.value !== sent) return Boolean(fresh);
        swap(inside, document.importNode(fresh, true));
        looked = sent;
        dress();
        if (told() !== before) said.textContent = told();
        return true;
      } catch {
        return false; // Offline, or overtaken by the next pause: what stands there stays.
      }
    };

    const look = () => {
      clearTimeout(timer);
      if (field.value === looked) return;
      const body = facts(new FormData());
      body.set("csrfmiddlewaretoken", document.querySelector("input[name=csrfmiddlewaretoken]").value);
      post(section.dataset.lensUrl, body);
    };

    const typed = () => {
      follow();
      clearTimeout(timer);
      timer = setTimeout(look, PAUSE);
    };
    field.addEventListener("input", typed, { signal });
    field.addEventListener("replaced", typed, { signal });
    // A panel inside a form that saves itself must not set it off.
    section.addEventListener("input", (event) => event.stopPropagation(), { signal });
    dress();
    sayOnce(field.form);
    if (again) look();

    return {
      stands: () => inside.isEqualNode(drawn) && (!paper || field.closest(".lens-sheet")),
      async answer(address, body) {
        if (await post(address, facts(body))) {
          section.setAttribute("tabindex", "-1");
          section.focus();
        } else said.textContent = "Not kept. Try again in a moment.";
      },
    };
  }

  form?.addEventListener("submit", (event) => {
    const button = event.submitter;
    const answer = panels.get(button?.closest("[data-lens]"))?.answer;
    if (!answer) return;
    event.preventDefault();
    if (!chosen(button)) return;
    answer(button.getAttribute("formaction") || form.getAttribute("action"), new FormData(form, button));
  });

  // Nothing is chosen beforehand, so that a reason is one; the server says the same where there is no script.
  function chosen(button) {
    const reason = button.closest(".lens-answer")?.querySelector("select");
    if (!reason) return true;
    const words = button.closest(".lens-answer").querySelector("[data-lens-unchosen]");
    words.hidden = reason.value !== "";
    reason.removeAttribute("aria-invalid");
    if (reason.value) return true;
    reason.setAttribute("aria-invalid", "true");
    reason.setAttribute("aria-describedby", words.id);
    reason.focus();
    return false;
  }

  // Whoever sees findings while typing need not be told again after saving.
  function sayOnce(owner) {
    if (!owner || owner.elements.namedItem("lens_seen")) return;
    const seen = document.createElement("input");
    Object.assign(seen, { type: "hidden", name: "lens_seen", value: "yes" });
    owner.append(seen);
  }

  // What was unfolded, and begun to be written, is so again on the finding that is still there.
  function swap(inside, fresh) {
    for (const old of inside.querySelectorAll("[data-lens-key]")) {
      const item = fresh.querySelector(`[data-lens-key="${old.dataset.lensKey}"]`);
      if (!item) continue;
      const parts = item.querySelectorAll("details");
      old.querySelectorAll("details").forEach((part, place) => { if (parts[place]) parts[place].open = part.open; });
      const controls = item.querySelectorAll("select, textarea");
      old.querySelectorAll("select, textarea").forEach((control, place) => { if (controls[place]) controls[place].value = control.value; });
    }
    inside.replaceChildren(fresh);
  }

  function lay(field) {
    const had = document.activeElement === field;
    const sheet = document.createElement("div");
    sheet.className = "lens-sheet";
    const back = document.createElement("div");
    back.className = "lens-back";
    back.setAttribute("aria-hidden", "true");
    (field.closest(".lens-sheet") ?? field).replaceWith(sheet);
    sheet.append(back, field);
    if (had) field.focus();
    field.addEventListener("scroll", () => { back.scrollTop = field.scrollTop; });
    return {
      draw(text, marks) {
        const parts = [];
        let at = 0;
        for (const mark of [...marks].sort((one, other) => one.start - other.start)) {
          if (mark.start < at || mark.end > text.length) continue;
          parts.push(text.slice(at, mark.start));
          const passage = document.createElement("span");
          passage.dataset.start = mark.start;
          passage.className = `lens-passage-${mark.level}`;
          passage.textContent = text.slice(mark.start, mark.end);
          parts.push(passage);
          at = mark.end;
        }
        parts.push(`${text.slice(at)}\n`); // A last empty line has height only with something behind it.
        back.replaceChildren(...parts);
        back.scrollTop = field.scrollTop;
      },
      reveal(start) {
        back.querySelector(`[data-start="${start}"]`)?.scrollIntoView({ block: "center" });
        field.scrollTop = back.scrollTop;
      },
    };
  }
})();
