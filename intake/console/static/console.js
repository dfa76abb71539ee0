// What makes the console's pages smoother. Every page works without it.
"use strict";

const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = token();
  // What a page fetches by itself keeps nobody logged in.
  if (!event.detail.triggeringEvent) event.detail.headers["X-Live"] = "1";
});

// An error of the server's comes as a note for the head of the page.
document.addEventListener("htmx:responseError", (event) => {
  const place = document.getElementById("flashes");
  const answer = event.detail.xhr.responseText;
  if (place && answer.startsWith("<div")) place.innerHTML = answer;
});

// Dialogs: <details data-dialog> opens over the page, Escape and a click beside it close it.
const openDialogs = () => document.querySelectorAll("details[data-dialog][open], details[data-menu][open]");
const close = (details) => {
  details.open = false;
  details.querySelector("summary")?.focus();
};

document.documentElement.classList.add("scripted");
document.addEventListener("toggle", (event) => {
  const details = event.target;
  if (!(details instanceof HTMLDetailsElement) || !details.open || !details.matches("[data-dialog]")) return;
  for (const other of openDialogs()) if (other !== details && !other.contains(details)) other.open = false;
  details.querySelector("[autofocus], .sheet input:not([type=hidden]), .sheet select, .sheet textarea, .sheet button")?.focus();
}, true);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const details of openDialogs()) close(details);
});
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.opens).open = true;
    return;
  }
  if (event.target.closest("[data-closes]")) {
    close(event.target.closest("details"));
    return;
  }
  for (const details of openDialogs()) {
    if (!details.contains(event.target) || event.target.matches(".dialog > .sheet::backdrop")) details.open = false;
  }
});

// A form is sent once, however often the button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) event.preventDefault();
  if (form.method !== "post" || form.hasAttribute("hx-post")) return;
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 5000);
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
