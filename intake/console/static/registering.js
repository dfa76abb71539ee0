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
