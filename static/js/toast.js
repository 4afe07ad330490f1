// Messages can be put away; good news goes by itself once it has been read.
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
  const dressAll = () => region.querySelectorAll("[data-toast]").forEach(dress);
  dressAll();
  new MutationObserver(dressAll).observe(region, { childList: true });
})();
