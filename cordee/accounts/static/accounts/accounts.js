/* Two small comforts: printing the recovery codes, taking the whole text to hand over. */
(() => {
  "use strict";
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-copied]")) event.target.select();
  });
})();
