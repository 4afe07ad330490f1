// The agenda of a review says how long it takes in all, as somebody plans it. Without this it says so of what was kept.
(() => {
  "use strict";
  const sum = document.querySelector("[data-minutes-in-all]");
  const form = sum?.closest("form");
  const addUp = () => {
    const minutes = [...form.querySelectorAll("[data-minutes]")].map((field) => {
      const each = field.dataset.minutes; // as often as so many boxes of that name are ticked
      return (Number.parseInt(field.value, 10) || 0) * (each ? form.querySelectorAll(`[name="${each}"]:checked`).length : 1);
    });
    sum.textContent = minutes.reduce((all, one) => all + one, 0);
  };
  form?.addEventListener("input", addUp);
  if (form) addUp(); // a browser that comes back fills in what was typed
})();
