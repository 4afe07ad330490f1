// Messages can be put away; good news goes by itself once it has been read. On a phone, where there is little room,
// they stand above or below: where they cover neither what was just used nor what they speak of.
(() => {
  "use strict";
  const STAY = 5000;
  const dress = (toast) => {
    if (toast.dataset.dressed) return;
    toast.dataset.dressed = "yes";
    const close = document.createElement("button");
    close.type = "button";
    close.className = "toast-close";
    close.setAttribute("aria-label", "Put away");
    close.textContent = "×";
    close.addEventListener("click", () => toast.remove());
    toast.append(close);
    if (!toast.classList.contains("toast-success")) return;
    let timer = setTimeout(() => toast.remove(), STAY);
    const hold = () => clearTimeout(timer);
    const release = () => { timer = setTimeout(() => toast.remove(), STAY); };
    toast.addEventListener("pointerenter", hold);
    toast.addEventListener("pointerleave", release);
    toast.addEventListener("focusin", hold);
    toast.addEventListener("focusout", release);
  };
  const region = document.getElementById("toasts");
  if (!region) return;
  const narrow = matchMedia("(max-width: 47.99rem)");
  const PARTS = "button, a, input, select, textarea, summary";
  const WHOLES = "[data-triage-row], .list-row, .timeline-event, .form-foot, li[id], .card[id]";
  let used = null; // the row or the foot of the form that was used last, and where it was
  const note = (event) => {
    const part = event.target.closest?.(PARTS);
    const whole = part?.closest(WHOLES) || part;
    if (whole && !region.contains(whole)) used = { whole, id: whole.id, box: whole.getBoundingClientRect() };
  };
  document.addEventListener("pointerdown", note, true);
  document.addEventListener("focusin", note, true);
  const boxOf = ({ whole, id, box }) => {
    const there = whole.isConnected ? whole : id && document.getElementById(id);
    return there ? there.getBoundingClientRect() : box;
  };
  const spokenOf = () => {
    const parts = [document.querySelector("main h1"), document.querySelector(":target")];
    const boxes = parts.filter(Boolean).map((part) => part.getBoundingClientRect());
    if (used) boxes.push(boxOf(used));
    return boxes.filter((box) => box.height > 0 && box.height < innerHeight / 2);
  };
  const covered = () => {
    const own = region.getBoundingClientRect();
    return spokenOf().filter((box) => box.top < own.bottom && box.bottom > own.top && box.left < own.right && box.right > own.left).length;
  };
  const place = () => {
    region.classList.remove("toasts-below");
    if (!narrow.matches || !region.querySelector("[data-toast]")) return;
    const above = covered();
    if (!above) return;
    region.classList.add("toasts-below");
    if (covered() >= above) region.classList.remove("toasts-below");
  };
  const dressAll = () => {
    region.querySelectorAll("[data-toast]").forEach(dress);
    place();
  };
  dressAll();
  addEventListener("load", place); // by then the page stands where its address leads
  new MutationObserver(dressAll).observe(region, { childList: true });
})();
