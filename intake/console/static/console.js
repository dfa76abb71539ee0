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

// Dialogs: <details data-dialog> opens over the page. Escape, [data-closes] and a click beside it close it, and
// Tab goes round inside it. [data-opens=ID] opens it from elsewhere.
const FOCUSABLE = "a[href], button:not(:disabled), input:not([type=hidden], .unseen), select, textarea, [tabindex='0']";
const opened = () => [...document.querySelectorAll("details[data-dialog][open], details[data-menu][open]")];
const close = (details) => {
  details.open = false;
  details.querySelector("summary")?.focus();
};

document.documentElement.classList.add("scripted");
document.addEventListener("toggle", (event) => {
  const details = event.target;
  if (!(details instanceof HTMLDetailsElement) || !details.matches("[data-dialog]")) return;
  const sheet = details.querySelector(".sheet");
  sheet.setAttribute("role", "dialog");
  sheet.setAttribute("aria-modal", "true");
  if (!details.open) return;
  for (const other of opened()) if (other !== details && !other.contains(details)) other.open = false;
  (sheet.querySelector("[autofocus]") ?? sheet.querySelector(FOCUSABLE))?.focus();
}, true);
document.addEventListener("keydown", (event) => {
  const innermost = opened().at(-1);
  if (!innermost) return;
  if (event.key === "Escape") {
    event.stopPropagation();
    close(innermost);
  } else if (event.key === "Tab" && innermost.matches("[data-dialog]")) {
    const stops = [...innermost.querySelector(".sheet").querySelectorAll(FOCUSABLE)];
    const edge = event.shiftKey ? stops.at(0) : stops.at(-1);
    if (stops.length && (document.activeElement === edge || !stops.includes(document.activeElement))) {
      event.preventDefault();
      (event.shiftKey ? stops.at(-1) : stops.at(0)).focus();
    }
  }
}, true);
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.opens).open = true;
    return;
  }
  const closer = event.target.closest("[data-closes]");
  if (closer) {
    close(closer.closest("details"));
    return;
  }
  for (const details of opened()) if (!details.contains(event.target)) details.open = false;
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
