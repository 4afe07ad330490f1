// A link with data-dialog="ID" opens the <dialog id="ID"> of this page instead of going to its own page.
(() => {
  "use strict";
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-dialog]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    const dialog = document.getElementById(link.dataset.dialog);
    if (!dialog) return;
    event.preventDefault();
    dialog.showModal();
    dialog.querySelector("[autofocus], input:not([type=hidden]), textarea, select")?.focus();
  });
  document.addEventListener("click", (event) => { event.target.closest("[data-dialog-close]")?.closest("dialog").close(); });
  // A click on the backdrop closes; a drag that began inside does not.
  let pressed = null;
  document.addEventListener("pointerdown", (event) => { pressed = event.target; });
  document.addEventListener("click", (event) => {
    if (event.target instanceof HTMLDialogElement && pressed === event.target) event.target.close();
  });
  // The server says when the work of a dialog is done: HX-Trigger: dialogDone
  document.addEventListener("dialogDone", () => {
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  });
})();
