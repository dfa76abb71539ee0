// `/` leads to the box, `j` and `k` go through the results, Enter opens one.
"use strict";

const box = document.getElementById("q");
const results = () => [...document.querySelectorAll(".results .opens")];
const isTyping = (target) => target.matches("input, select, textarea, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (localStorage.getItem("hotline.keys.off") === "1") return;
  if (event.key === "/") {
    event.preventDefault();
    box.focus();
    box.select();
  } else if (event.key === "j" || event.key === "k") {
    const all = results();
    const at = all.indexOf(document.activeElement);
    const next = event.key === "j" ? at + 1 : at - 1;
    all[Math.max(0, Math.min(all.length - 1, next))]?.focus();
  }
});
// Down from the box leads to the first result.
box.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown") return;
  event.preventDefault();
  results()[0]?.focus();
});
