// Reads prompts with the browser's own voice, and counts while one types. Recordings have controls of their own.
"use strict";

const engine = window.speechSynthesis;
const samples = JSON.parse(document.getElementById("prompt-samples").dataset.samples);
const silent = document.getElementById("no-voice");
const SHORT = { cmn: "zh", yue: "zh" };
const family = (tag) => {
  const first = tag.toLowerCase().split(/[-_]/)[0];
  return SHORT[first] ?? first;
};
const voiceFor = (tag) => engine?.getVoices().find((voice) => family(voice.lang) === family(tag));
const filled = (text, language) => text.replace(/\{(\w+)\}/g, (whole, name) => samples[language]?.[name] ?? whole);

let speaking = null;

function hush() {
  engine?.cancel();
  speaking?.removeAttribute("aria-pressed");
  speaking = null;
}

function speak(button, text) {
  const again = speaking === button;
  hush();
  if (again) return;
  const voice = voiceFor(button.dataset.tongue);
  silent.textContent = voice ? "" : silent.dataset.text;
  if (!voice) return;
  const words = new SpeechSynthesisUtterance(filled(text, button.dataset.language));
  words.voice = voice;
  words.lang = voice.lang;
  words.onend = words.onerror = () => {
    if (speaking === button) hush();
  };
  speaking = button;
  button.setAttribute("aria-pressed", "true");
  engine.speak(words);
}

for (const button of document.querySelectorAll("[data-speak], [data-speak-from]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const from = button.dataset.speakFrom;
    speak(button, from ? document.getElementById(from).value : button.dataset.speak);
  });
}
window.addEventListener("pagehide", hush);
engine?.getVoices(); // some browsers load their voices when first asked

const field = document.querySelector("textarea[data-pace]");
const counting = document.getElementById("counting");
function count() {
  const pauses = (field.value.match(/[，。：；！？、,.:;!?]/g) ?? []).length;
  const letters = field.value.replace(/\{\w+\}/g, "0000").length - pauses;
  const seconds = Math.max(1, Math.round(letters / Number(field.dataset.pace) + pauses * 0.3));
  const told = { count: field.value.length, most: field.maxLength, seconds };
  counting.textContent = field.dataset.counted.replace(/\{(\w+)\}/g, (_, name) => told[name] ?? "");
}
if (field && counting) {
  field.addEventListener("input", count);
  count();
}
