// What makes queue and case quick: live parts, keys, the player. Both pages work without it.
"use strict";

const EVERY = 5000;
const OFF = "hotline.keys.off";
const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const isCase = document.body.dataset.page === "case";

// Parts of the page that are fetched again while somebody looks at it.
const live = one("[data-live]");
let mark = "";
let isActive = true;
for (const kind of ["keydown", "pointerdown", "pointermove", "wheel"]) {
  document.addEventListener(kind, () => { isActive = true; }, { passive: true });
}

function replaceQueue(html) {
  const before = new Set(all(".entry").map((entry) => entry.dataset.case));
  const focused = document.activeElement?.closest(".entry")?.dataset.case;
  const wasInside = live.contains(document.activeElement);
  live.innerHTML = html;
  const entries = all(".entry");
  const fresh = entries.filter((entry) => !before.has(entry.dataset.case));
  for (const entry of fresh) entry.classList.add("fresh");
  const told = one("#told");
  if (fresh.length) told.textContent = `${told.dataset.told} ${fresh.length}`;
  if (!wasInside) return;
  const again = entries.find((entry) => entry.dataset.case === focused) ?? entries[0];
  one(".opens", again)?.focus({ preventScroll: true });
}

function replaceCase(html) {
  const parts = new DOMParser().parseFromString(html, "text/html");
  for (const part of all("[data-part]", parts)) {
    const place = document.getElementById(part.dataset.part);
    if (!place || place.contains(document.activeElement)) continue;
    if (place.dataset.shown !== undefined && place.dataset.shown === part.innerHTML) continue;
    place.dataset.shown = part.innerHTML;
    place.innerHTML = part.innerHTML;
  }
}

async function refresh() {
  if (document.visibilityState !== "visible") return;
  const address = new URL(live.dataset.live, location.href);
  if (isCase && isActive) address.searchParams.set("active", "1");
  isActive = false;
  const headers = { "HX-Request": "true", "HX-Current-URL": location.href, "X-Live": "1" };
  if (mark) headers["If-None-Match"] = mark;
  try {
    const answer = await fetch(address, { headers, cache: "no-store" });
    const elsewhere = answer.headers.get("HX-Redirect");
    if (elsewhere) location.assign(elsewhere);
    if (elsewhere || answer.status !== 200) return;
    mark = answer.headers.get("ETag") ?? "";
    (isCase ? replaceCase : replaceQueue)(await answer.text());
  } catch {
    // The network is away: the next time will do.
  }
}
if (live) {
  setInterval(refresh, EVERY);
  document.addEventListener("visibilitychange", refresh);
}

// A case that is left is free for others at once.
const held = one("[data-release]");
if (held) {
  window.addEventListener("pagehide", () => {
    const form = new FormData();
    form.set("csrf_token", token());
    navigator.sendBeacon(held.dataset.release, form);
  });
}

// Filters send themselves.
for (const form of all("[data-sends-itself]")) form.addEventListener("change", () => form.requestSubmit());

// Names for the field of another person come when it is needed.
const person = one("[data-people]");
person?.addEventListener("focus", async () => {
  const answer = await fetch(person.dataset.people, { headers: { "HX-Request": "true" } });
  if (answer.ok) one("#people").innerHTML = await answer.text();
}, { once: true });

// A form that opens is ready to be written in; by key at once, since the next key may already be on its way.
function begin(box) {
  if (document.activeElement?.closest("form") && box.contains(document.activeElement)) return;
  one("input:not([type=hidden]), select, textarea, button", box)?.focus();
}
document.addEventListener("toggle", (event) => {
  const box = event.target;
  if (!(box instanceof HTMLDetailsElement) || !box.open || !box.matches(".act, .unmask")) return;
  for (const other of all("details.act[open]")) if (other !== box && box.matches(".act")) other.open = false;
  begin(box);
}, true);
one("#fault")?.scrollIntoView({ block: "center" });

// The player: what the sound looks like, where it stands, how fast.
const SVG = "http://www.w3.org/2000/svg";
function draw(wave, audio, peaks) {
  const most = Math.max(...peaks, 0.05);
  const bars = peaks.map((peak, index) => {
    const bar = document.createElementNS(SVG, "rect");
    const height = Math.max(1.5, (peak / most) * 36);
    const places = { x: index + 0.2, y: 20 - height / 2, width: 0.6, height };
    for (const [name, value] of Object.entries(places)) bar.setAttribute(name, value);
    return bar;
  });
  wave.setAttribute("viewBox", `0 0 ${peaks.length} 40`);
  wave.replaceChildren(...bars);
  wave.removeAttribute("hidden");
  const show = () => {
    const share = audio.duration ? audio.currentTime / audio.duration : 0;
    bars.forEach((bar, index) => bar.classList.toggle("heard", index < share * bars.length));
  };
  for (const kind of ["timeupdate", "seeking", "ended"]) audio.addEventListener(kind, show);
  wave.addEventListener("click", (event) => {
    const box = wave.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    const go = () => { audio.currentTime = share * audio.duration; };
    if (audio.duration) go();
    else audio.addEventListener("loadedmetadata", go, { once: true });
    audio.play();
  });
}
for (const player of all("[data-player]")) {
  const audio = one("audio", player);
  one("[data-speed]", player).addEventListener("change", (event) => { audio.playbackRate = Number(event.target.value); });
  audio.addEventListener("play", () => { audio.playbackRate = Number(one("[data-speed]", player).value); });
  fetch(player.dataset.peaks, { headers: { "X-Live": "1" } })
    .then((answer) => (answer.ok ? answer.json() : []))
    .then((peaks) => { if (peaks.length) draw(one(".wave", player), audio, peaks); })
    .catch(() => {});
}

// Keys. They can be switched off, and stay quiet where somebody writes.
const off = one("[data-keys-off]");
if (off) {
  off.checked = localStorage.getItem(OFF) === "1";
  off.addEventListener("change", () => localStorage.setItem(OFF, off.checked ? "1" : ""));
}
const writes = (place) => place instanceof HTMLElement
  && (place.matches("textarea, select") || (place.matches("input") && !["radio", "checkbox"].includes(place.type)));

function move(step) {
  const links = all(".entry .opens");
  if (!links.length) return;
  const here = links.indexOf(document.activeElement);
  const next = here < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, here + step));
  links[next].focus();
  links[next].closest(".entry").scrollIntoView({ block: "nearest" });
}

function choose(number) {
  const choice = one(`[data-choice="${number}"]`);
  if (!choice) return;
  choice.checked = true;
  choice.focus({ preventScroll: true });
  choice.closest(".candidate").scrollIntoView({ block: "nearest" });
}

function press(key) {
  if (!isCase && (key === "j" || key === "k")) return move(key === "j" ? 1 : -1) ?? true;
  if (!isCase && key === "Enter" && document.activeElement === document.body) return one(".entry .opens")?.click() ?? true;
  if (isCase && /^[1-9]$/.test(key)) return choose(key) ?? true;
  if (isCase && key === "p") {
    const audio = one("audio");
    if (audio) audio.paused ? audio.play() : audio.pause();
    return true;
  }
  if (key === "?") {
    const keys = one("#keys");
    keys.open = !keys.open;
    return true;
  }
  const target = one(`[data-key="${CSS.escape(key)}"]`);
  if (!target) return false;
  if (target instanceof HTMLDetailsElement) {
    target.open = !target.open;
    if (target.open) begin(target);
  } else if (target.matches("section")) one("button", target)?.focus();
  else if (target.matches("input")) target.focus();
  else target.click();
  return true;
}

// A text of several lines is sent with Ctrl+Enter.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  if (!(event.target instanceof HTMLTextAreaElement) || !event.target.matches(".act textarea")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  const isOpen = one("details[data-dialog][open]");
  if (event.key === "Escape") {
    if (isOpen) return;
    const box = document.activeElement?.closest("details.act[open], details.unmask[open]");
    if (box) {
      box.open = false;
      one("summary", box).focus();
      return;
    }
    if (writes(document.activeElement)) {
      document.activeElement.blur();
      return;
    }
  } else if (writes(event.target) || off?.checked || (isOpen && event.key !== "?")) return;
  if (press(event.key)) event.preventDefault();
});
