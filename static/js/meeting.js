// A review on the wall: arrow keys turn screens and topics, + gives more time, j k n w h and 1 to 9 settle what waits,
// and who follows is taken along.
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

  // A digit is a new date in so many weeks: what is left to say is why.
  const inWeeks = (weeks) => {
    const day = openVerb("reschedule")?.querySelector("input[type=date]");
    if (!day) return;
    const date = new Date();
    date.setDate(date.getDate() + 7 * weeks);
    day.value = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
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
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step && !document.dispatchEvent(new CustomEvent("meetingTurn", { detail: step, cancelable: true }))) {
      event.preventDefault();
      return;
    }
    const turn = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key && !one.disabled);
    const settle = /^[1-9]$/.test(event.key) ? () => inWeeks(Number(event.key)) : keys[event.key];
    // After the last topic nothing turns by itself: the button says what Enter does.
    const last = event.key === "ArrowRight" ? document.querySelector("[data-last]") : null;
    const act = turn ? () => turn.click() : last ? () => last.focus() : rows().length ? settle : null;
    if (!act) return;
    event.preventDefault();
    act();
  });

  // What was settled is gone from the list; one goes on where the next one stands.
  const next = document.getElementById(location.hash.slice(1))?.closest("[data-row]");
  if (next) focusOn(next);

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
