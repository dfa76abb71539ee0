// Saving with Ctrl+Enter from anywhere in the form; the first fault has the focus.
"use strict";

const registering = document.getElementById("register");
registering.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    registering.requestSubmit(registering.querySelector("[data-saves]"));
  }
});
// Enter in a single-line field would save half of a form.
registering.addEventListener("keydown", (event) => {
  const isField = event.target.matches("input:not([type=radio], [type=checkbox])");
  if (event.key === "Enter" && isField && !event.ctrlKey && !event.metaKey) event.preventDefault();
});
// What was chosen while the answer was on its way stays chosen.
const understood = document.getElementById("understood");
let chosen = [];
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target !== understood) return;
  chosen = [...understood.querySelectorAll("input[id]")].map(({ id, value, checked }) => ({ id, value, checked }));
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== understood) return;
  for (const { id, value, checked } of chosen) {
    const input = document.getElementById(id);
    if (input?.type === "radio") input.checked = checked || input.checked;
    else if (input) input.value = value;
  }
});
