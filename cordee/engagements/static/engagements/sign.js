/* A signature drawn with a finger or a mouse, kept as points. Without this script, the paper and its scan remain. */
(function () {
  "use strict";
  const screen = document.querySelector("[data-sign]");
  const kept = document.querySelector('input[name="drawing"]');
  const canvas = screen && screen.querySelector("canvas");
  if (!screen || !kept || !canvas || !window.PointerEvent) return;
  const pen = canvas.getContext("2d");
  const state = screen.querySelector("[data-sign-state]");
  const paper = document.querySelector(".sign-paper");
  const means = document.querySelectorAll('input[name="means"]');
  const MOST_POINTS = 3500;
  let strokes = [];
  let drawing = false;
  let count = 0;
  pen.lineWidth = 6;
  pen.lineCap = pen.lineJoin = "round";
  pen.strokeStyle = "#16323a";

  function point(event) {
    const box = canvas.getBoundingClientRect();
    const x = Math.round(((event.clientX - box.left) / box.width) * canvas.width);
    const y = Math.round(((event.clientY - box.top) / box.height) * canvas.height);
    return [Math.min(Math.max(x, 0), canvas.width), Math.min(Math.max(y, 0), canvas.height)];
  }
  function keep() {
    kept.value = strokes
      .map((stroke) => stroke.map((at, place) => (place ? "L" : "M") + at[0] + " " + at[1]).join(""))
      .join("");
    state.textContent = kept.value ? state.dataset.done : "";
  }
  function start(event) {
    if (count >= MOST_POINTS) return;
    event.preventDefault();
    drawing = true;
    canvas.setPointerCapture(event.pointerId);
    strokes.push([point(event)]);
    count += 1;
  }
  function move(event) {
    if (!drawing || count >= MOST_POINTS) return;
    const stroke = strokes[strokes.length - 1];
    const last = stroke[stroke.length - 1];
    const at = point(event);
    if (Math.abs(at[0] - last[0]) + Math.abs(at[1] - last[1]) < 4) return;
    pen.beginPath();
    pen.moveTo(last[0], last[1]);
    pen.lineTo(at[0], at[1]);
    pen.stroke();
    stroke.push(at);
    count += 1;
  }
  function stop() {
    if (!drawing) return;
    drawing = false;
    keep();
  }
  function choose() {
    const chosen = document.querySelector('input[name="means"]:checked');
    const onPaper = Boolean(chosen) && chosen.value === "paper";
    screen.hidden = onPaper;
    if (paper) paper.hidden = !onPaper;
  }
  canvas.addEventListener("pointerdown", start);
  canvas.addEventListener("pointermove", move);
  canvas.addEventListener("pointerup", stop);
  canvas.addEventListener("pointercancel", stop);
  screen.querySelector("[data-sign-clear]").addEventListener("click", function () {
    strokes = [];
    count = 0;
    pen.clearRect(0, 0, canvas.width, canvas.height);
    keep();
  });
  means.forEach((one) => one.addEventListener("change", choose));
  kept.value = "";
  choose();
})();
