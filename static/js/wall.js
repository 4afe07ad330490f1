// A topic on the wall that is longer than the screen is shown screen by screen, as many rows as fit. Everything is on
// the page: without this it scrolls. It comes before meeting.js, which turns topics where there is no further screen.
(() => {
  "use strict";
  const whole = document.querySelector(".meeting-wall .meeting-body");
  // Beside what is read, only what was told of it is shown screen by screen.
  const body = whole?.querySelector("[data-flow]") ?? whole;
  const place = document.querySelector("[data-screens]");
  if (!body || !place) return;
  const wide = window.matchMedia("(min-width: 48rem)");
  const FROM_THE_END = "meeting-from-the-end";
  const SPLIT = "ul, ol, .measures";
  // A part that asks again by itself is no box of its own.
  const elements = () => [...body.children].flatMap((one) => (one.matches("[data-poll]") ? [...one.children] : [one]));
  const [words] = place.getElementsByTagName("output");
  let screens = [];
  let shown = 0;

  // A heading, and what explains it, stay with their rows and are said again on each screen that has some of them.
  const isLead = (element, before) =>
    /^H[2-4]$/.test(element.tagName) || (before?.isLead && element.tagName === "P" && element.nextElementSibling?.matches(SPLIT));

  const linesOf = (list) => {
    const lines = [];
    for (const element of list.children) {
      const last = lines.at(-1);
      const { top, bottom } = element.getBoundingClientRect();
      if (last && Math.abs(last.top - top) < 2) {
        last.parts.push(element);
        last.bottom = Math.max(last.bottom, bottom);
      } else lines.push({ parts: [element], list, top, bottom });
    }
    return lines;
  };

  // What is shown, from top to bottom, with how much of the screen each takes up to the next one.
  const partsOf = () => {
    const parts = [];
    for (const element of elements()) {
      const { top, bottom } = element.getBoundingClientRect();
      if (bottom === top) continue;
      if (element.matches(SPLIT)) parts.push(...linesOf(element));
      else parts.push({ parts: [element], top, bottom, isLead: isLead(element, parts.at(-1)) });
    }
    parts.forEach((part, at) => {
      part.size = (parts[at + 1]?.top ?? part.bottom) - part.top;
    });
    return parts;
  };

  const room = () => {
    const below = document.querySelector(".meeting-agenda > summary").getBoundingClientRect().bottom;
    const [from, around] = [body, whole].map((one) => one.getBoundingClientRect());
    const foot = below - around.bottom + parseFloat(getComputedStyle(document.querySelector(".meeting-wall")).paddingBottom);
    return window.innerHeight - (from.top + window.scrollY) - foot - Math.max(0, ...elements().map(aroundRows)) - 4;
  };

  // What a list takes up beside its rows: its own lines and padding.
  const aroundRows = (list) => {
    if (!list.matches(SPLIT) || !list.children.length) return 0;
    const [outer, first, last] = [list, list.firstElementChild, list.lastElementChild].map((one) => one.getBoundingClientRect());
    return outer.height - (last.bottom - first.top);
  };

  // On a narrow wall it stands below what is read, and there is nothing to split.
  const isBelow = () => body !== whole && body.getBoundingClientRect().top > whole.getBoundingClientRect().top + 4;

  const fill = (parts, height) => {
    const found = [];
    let [screen, used, leads] = [[], 0, []];
    const sizeOf = (some) => some.reduce((sum, part) => sum + part.size, 0);
    const add = (some) => {
      screen.push(...some);
      used += sizeOf(some);
    };
    parts.forEach((part, at) => {
      const before = parts[at - 1];
      if (part.isLead) {
        leads = before?.isLead ? [...leads, part] : [part];
        return;
      }
      if (!part.list && !before?.isLead) leads = [];
      const wanted = leads.filter((lead) => !screen.includes(lead));
      if (screen.length && used + sizeOf(wanted) + part.bottom - part.top > height) {
        found.push(screen);
        [screen, used] = [[], 0];
        add(leads);
      } else add(wanted);
      add([part]);
    });
    add(parts.filter((part) => part.isLead && ![...found, screen].some((one) => one.includes(part)))); // without rows
    return [...found, screen];
  };

  const show = (number) => {
    shown = Math.min(Math.max(number, 0), screens.length - 1);
    const here = new Set(screens[shown]?.flatMap((part) => part.parts));
    const lists = new Set(screens[shown]?.map((part) => part.list));
    for (const element of elements()) {
      const isList = element.matches(SPLIT);
      element.toggleAttribute("data-off", isList ? !lists.has(element) : !here.has(element));
      if (isList) for (const row of element.children) row.toggleAttribute("data-off", !here.has(row));
      element.removeAttribute("data-top");
    }
    body.querySelector(":scope > :not([data-off])")?.toggleAttribute("data-top", true);
    words.textContent = `${shown + 1} of ${screens.length}`;
    const [back, on] = place.querySelectorAll("button");
    back.disabled = shown === 0;
    on.disabled = shown === screens.length - 1;
  };

  const clear = () => {
    for (const name of ["data-off", "data-top"]) {
      for (const element of body.querySelectorAll(`[${name}]`)) element.removeAttribute(name);
    }
    screens = [];
    shown = 0;
  };

  const screenOf = (element) =>
    screens.findIndex((screen) => screen.some((part) => part.parts.some((one) => one.contains(element))));

  // Anew when letters have come in, the window changes or rows do. What has the focus stays on the screen, else what was
  // at its top.
  const layOut = () => {
    const focused = body.contains(document.activeElement) ? document.activeElement : null;
    const kept = focused ?? screens[shown]?.find((part) => !part.isLead)?.parts[0] ?? null;
    clear();
    place.hidden = true;
    if (!wide.matches || isBelow()) return;
    screens = fill(partsOf(), room());
    if (screens.length < 2) return;
    place.hidden = false; // it takes up room too
    words.textContent = `1 of ${screens.length}`;
    screens = fill(partsOf(), room());
    show(Math.max(kept ? screenOf(kept) : 0, 0));
  };

  const reveal = (element) => {
    const at = element ? screenOf(element) : -1;
    if (at >= 0 && screens.length > 1) show(at);
  };

  const turn = (step) => {
    if (screens.length < 2 || shown + step < 0 || shown + step >= screens.length) return false;
    show(shown + step);
    window.scrollTo(0, 0);
    return true;
  };

  place.querySelectorAll("button").forEach((button, at) => button.addEventListener("click", () => turn(at ? 1 : -1)));
  document.addEventListener("meetingReveal", (event) => reveal(event.detail));
  // Whoever turns is asked first: a screen of this topic, before the next topic.
  document.addEventListener("meetingTurn", (event) => {
    if (turn(event.detail)) event.preventDefault();
    else if (event.detail < 0) sessionStorage.setItem(FROM_THE_END, "yes");
    else sessionStorage.removeItem(FROM_THE_END);
  });
  window.addEventListener("resize", layOut);
  body.querySelector("[data-tell]")?.addEventListener("toggle", layOut);
  document.addEventListener("htmx:after:swap", layOut);
  document.fonts.ready.then(layOut);
  layOut();
  reveal(body.querySelector("[data-row] details[open]"));
  if (sessionStorage.getItem(FROM_THE_END) && screens.length > 1) show(screens.length - 1);
  sessionStorage.removeItem(FROM_THE_END);
})();
