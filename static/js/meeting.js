// A review on the wall: arrow keys turn screens and topics, + gives more time, j k n w h and 1 to 9 settle what waits,
// l tells a lesson, and who follows is taken along.
(() => {
  "use strict";
  const typing = (element) => element?.closest("input, textarea, select, [contenteditable]");
  const rows = () => [...document.querySelectorAll("[data-row]")];

  const goTo = (step) => {
    const all = rows();
    const at = all.findIndex((row) => row.contains(document.activeElement));
    const to = at < 0 ? all.findIndex((row) => row.checkVisibility()) : at + step;
    const next = all[Math.min(Math.max(to, 0), all.length - 1)];
    if (next) focusOn(next);
  };

  // On the wall it may be on another screen of the topic.
  const focusOn = (row) => {
    document.dispatchEvent(new CustomEvent("meetingReveal", { detail: row }));
    row.focus();
  };

  const openVerb = (verb) => {
    const row = rows().find((one) => one.contains(document.activeElement)) ?? rows().find((one) => one.checkVisibility());
    const details = row?.querySelector(`[data-verb="${verb}"]`);
    if (!details) return;
    details.open = true;
    (details.querySelector("[data-first]") ?? details.querySelector("input:not([type=hidden]), textarea"))?.focus();
    row.scrollIntoView({ block: "nearest" }); // its button, too
    return details;
  };

  const openTell = (details) => {
    document.dispatchEvent(new CustomEvent("meetingReveal", { detail: details }));
    details.open = true;
    details.querySelector("textarea").focus();
    details.scrollIntoView({ block: "nearest" });
  };

  // A digit is a new date in so many weeks: what is left to say is why.
  const inWeeks = (weeks) => {
    const day = openVerb("reschedule")?.querySelector("input[type=date]");
    if (!day) return;
    const [today, planned] = [new Date(), new Date(`${day.dataset.planned}T00:00`)];
    const date = planned > today ? planned : today; // where nothing is planned it is no date, and not later
    date.setDate(date.getDate() + 7 * weeks);
    day.value = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
    sayEarlier(day);
  };

  // An earlier date may well be meant. It is said, so that none is by a slip.
  const sayEarlier = (day) => {
    const place = day.form.querySelector("[data-earlier]");
    if (place) place.textContent = day.value && day.value < day.dataset.planned ? place.dataset.earlier : "";
  };
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-planned]")) sayEarlier(event.target);
  });

  // Enter goes on to the next field, or to one that must not stay empty; from the last one it sends. What is sent goes
  // into minutes that stay: nobody who writes a sentence should find that half of it was enough.
  const goesOnTo = (field) => {
    if (!field.validity.valid) return null; // the browser says what it misses
    const fields = [...field.form.elements].filter((one) => one.matches("input:not([type=hidden]), select, textarea"));
    const next = field.matches("[data-goes-on]") ? fields[fields.indexOf(field) + 1] : null;
    return next ?? fields.find((one) => one !== field && one.required && !one.value);
  };
  const writeAt = (field) => {
    field.focus();
    if (field.selectionStart !== null) field.setSelectionRange?.(field.value.length, field.value.length);
  };

  // After a sentence was sent people type on. Until nothing was typed for a moment, or somebody clicked, keys settle
  // nothing; arrows go on, as they write nothing down, but not for who types.
  const [SENT, REST] = ["meeting-sent", 700];
  const root = document.documentElement;
  let [waking, typedOn] = [null, false];
  const wake = () => {
    clearTimeout(waking);
    [waking, typedOn] = [null, false];
    root.toggleAttribute("data-keys-rest", false);
  };
  const rest = () => {
    clearTimeout(waking);
    waking = setTimeout(wake, REST);
    root.toggleAttribute("data-keys-rest", true);
  };
  const isTyped = (key) => key.length === 1 || key === "Backspace" || key === "Delete";
  document.addEventListener("click", wake, true);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.closest("[data-row], [data-tell]")) return;
    if (form.hasAttribute("data-sent")) event.preventDefault(); // a second Enter, before the answer is there
    else form.toggleAttribute("data-sent", true);
    sessionStorage.setItem(SENT, "yes");
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("[data-sent]")) form.removeAttribute("data-sent");
  });
  if (sessionStorage.getItem(SENT)) rest();
  sessionStorage.removeItem(SENT);

  // After a send the frame has moved by itself: whoever asks for the next one right away means that one.
  const MOMENT = 3000;
  let arrived = false;
  const keys = {
    j: () => goTo(arrived ? 0 : 1),
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
        (details.closest("[data-row]") ?? details.querySelector("summary")).focus();
      }
      return;
    }
    if (event.key === "Enter" && event.target.matches("[data-row] input") && !event.isComposing) {
      const next = goesOnTo(event.target);
      if (next || event.repeat) event.preventDefault();
      if (next && !event.repeat) writeAt(next);
    }
    // A lesson is a sentence: Enter goes on to its button, and Shift and Enter begin a line.
    if (event.key === "Enter" && !event.shiftKey && event.target.matches("[data-tell] textarea") && !event.isComposing) {
      event.preventDefault();
      if (!event.repeat) event.target.form.querySelector(".button-primary").focus();
    }
    if (typing(event.target)) return;
    if (waking && isTyped(event.key)) {
      typedOn = true;
      rest();
    }
    if (waking && (typedOn || isTyped(event.key))) return;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step && !document.dispatchEvent(new CustomEvent("meetingTurn", { detail: step, cancelable: true }))) {
      event.preventDefault();
      return;
    }
    const turn = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key && !one.disabled);
    const tell = event.key === "l" ? document.querySelector("[data-tell]") : null;
    const settle = /^[1-9]$/.test(event.key) ? () => inWeeks(Number(event.key)) : keys[event.key];
    // After the last topic nothing turns by itself: the button says what Enter does.
    const last = event.key === "ArrowRight" ? document.querySelector("[data-last]") : null;
    const act = turn ? () => turn.click() : last ? () => last.focus() : tell ? () => openTell(tell) : rows().length ? settle : null;
    if (!act) return;
    event.preventDefault();
    act();
    arrived = false;
  });

  // What was settled is gone from the list; one goes on where the next one stands. What was refused is mended where it
  // stands, behind what was typed.
  const next = document.getElementById(location.hash.slice(1))?.closest("[data-row]");
  if (next) {
    focusOn(next);
    arrived = waking !== null;
    setTimeout(() => { arrived = false; }, MOMENT);
  }
  const wrong =
    document.querySelector(".meeting-body [aria-invalid=true]") ??
    document.querySelector("[data-row] .form-errors")?.closest("form").querySelector("[data-first]");
  if (wrong) writeAt(wrong);

  // The clock fills as the planned time goes, and never says what went over.
  const clock = document.querySelector("[data-clock]");
  const tick = () => {
    const [from, until] = [clock.dataset.from, clock.dataset.until].map(Date.parse);
    clock.style.setProperty("--gone", Math.min(100, Math.max(0, (100 * (Date.now() - from)) / (until - from))).toFixed(1));
  };
  if (clock) {
    clock.dataset.going = "yes";
    tick();
    setInterval(tick, 5000);
  }

  // Only what the chair changed moves people; who looks at another topic stays until the next one is shown. Who is taken
  // to a topic remembers it until they are there: the chair may have gone on meanwhile.
  const TAKEN = "meeting-taken-to";
  const follow = document.querySelector("[data-follow]");
  const onTheWall = () => follow?.querySelector("[data-shown]");
  let shown = sessionStorage.getItem(TAKEN) ?? onTheWall()?.dataset.shown;
  sessionStorage.removeItem(TAKEN);
  const takeAlong = () => {
    const link = onTheWall();
    if (!link || link.dataset.shown === shown) return;
    shown = link.dataset.shown;
    const written = [...document.querySelectorAll(".meeting-body textarea, .meeting-body input[type=text]")];
    if (written.some((field) => field.value !== field.defaultValue)) return;
    sessionStorage.setItem(TAKEN, shown);
    link.click();
  };
  document.addEventListener("htmx:after:swap", takeAlong);
  takeAlong();
})();
