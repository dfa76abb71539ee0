// The telephone: what the person does goes to the server, what comes back is shown and read aloud.

import { ask, post, postSound, Refusal } from "./api.js";
import { hush, play, readAloud } from "./aloud.js";
import { listen } from "./incoming.js";
import { Recorder } from "./recorder.js";
import { forgetMessages, say, showCall, showEntered, showMessages, showNotice, showState, showTime } from "./show.js";

const at = (id) => document.getElementById(id);
const POLL = 2000;
const REFUSALS = { 400: "input", 403: "stale", 404: "stale", 410: "gone", 413: "input" };
const recorder = new Recorder();
let call = null;
let spoken = 0;
let turn = 0;
let began = 0;
let silence = 0;

const line = () => ({
  from: at("from").value,
  to: at("to").value,
  profile: at("profile").value,
  withheld: at("withheld").checked,
});

async function attempt(action) {
  try {
    const result = await action();
    showNotice("");
    return result;
  } catch (error) {
    showNotice(say((error instanceof Refusal && REFUSALS[error.status]) || "offline"));
    return null;
  }
}

// After every action: draw, then read aloud what is new, then let a timeout begin.
async function follow(action) {
  clearTimeout(silence);
  hush();
  const mine = ++turn;
  const next = await attempt(action);
  if (next === null || mine !== turn) return;
  call = next;
  showCall(call);
  await readOut(mine);
  if (mine === turn) awaitSilence();
}

async function readOut(mine) {
  const fresh = call.lines.slice(spoken);
  spoken = call.lines.length;
  for (const { kind, text, language, words } of fresh) {
    if (mine !== turn || !at("aloud").checked) return;
    if (kind === "heard") await readAloud(text, language);
    if (kind !== "played") continue;
    if (new URL(text, location).origin === location.origin) await play(text);
    else if (words) await readAloud(words);
  }
}

// Keys that nobody finishes are submitted by the timeout, as on any line; silence only if the person
// wants to be hurried.
function awaitSilence() {
  const waiting = call?.waiting;
  if (waiting?.verb !== "gather" || !(waiting.keys || at("impatient").checked)) return;
  silence = setTimeout(stayQuiet, waiting.timeout * 1000);
}

const act = (action, fields) => follow(() => post(`calls/${call.key}/${action}`, fields));
const isTalking = () => call !== null && !call.over;

function begin(state, action) {
  recorder.cancel();
  call = null;
  spoken = 0;
  showCall(null);
  showState(state);
  showTime(0);
  began = Date.now();
  return follow(action);
}

const dial = () => begin("dialling", () => post("calls", line()));
const take = (key) => begin("ringing", () => post(`incoming/${key}/answer`));

function press(key) {
  light(key);
  if (!isTalking()) return;
  if (call.waiting?.verb === "record" && at("record-text").value.trim()) {
    leaveText();
    return;
  }
  showEntered(at("entered").textContent + key);
  act("keys", { keys: key });
}

function light(key) {
  const button = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  button?.classList.add("down");
  setTimeout(() => button?.classList.remove("down"), 120);
}

function stayQuiet() {
  if (isTalking()) act("silence");
}

function hangUp() {
  recorder.cancel();
  micLabel();
  if (isTalking()) act("hang-up");
}

function leaveText() {
  const text = at("record-text").value.trim();
  at("record-text").value = "";
  if (text) act("speech", { text });
  else act("keys", { keys: at("record-key").textContent });
}

async function useMicrophone() {
  hush();
  try {
    if (!recorder.isRunning) {
      await recorder.start();
    } else {
      const { sound, seconds } = await recorder.stop();
      follow(() => postSound(`calls/${call.key}/recording?seconds=${seconds}`, sound));
    }
  } catch {
    showNotice(say("microphone"));
  }
  micLabel();
}

function micLabel() {
  const button = at("microphone");
  button.classList.toggle("on", recorder.isRunning);
  button.querySelector("span").textContent = recorder.isRunning ? button.dataset.stop : button.dataset.start;
}

async function sendMessage() {
  const body = at("body").value;
  if (!body.trim()) return;
  const sent = await attempt(() => post("messages", { ...line(), body }));
  if (sent === null) return;
  at("body").value = "";
  showMessages(sent.messages);
  if (sent.faults.length) showNotice(say("line.fault", { text: sent.faults.join(" ") }));
}

async function readMessages() {
  if (document.hidden) return;
  try {
    showMessages((await ask("inbox", { number: at("from").value })).messages);
  } catch {
    // The next action says what is wrong; a failed look at the inbox needs no alarm.
  }
}

const isTyping = (target) => target.closest("input:not([type=checkbox]), textarea, select") !== null;

function onKey(event) {
  if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^[0-9*#]$/.test(event.key)) press(event.key);
}

function onSubmit(id, action) {
  at(id).addEventListener("submit", (event) => {
    event.preventDefault();
    action();
  });
}

document.querySelectorAll("[data-key]").forEach((button) => {
  button.addEventListener("click", () => press(button.dataset.key));
});
document.querySelectorAll("[data-status]").forEach((button) => {
  button.addEventListener("click", () => act("connection", { status: button.dataset.status }));
});
document.addEventListener("keydown", onKey);
at("dial").addEventListener("click", dial);
at("hang-up").addEventListener("click", hangUp);
at("silence").addEventListener("click", stayQuiet);
at("microphone").addEventListener("click", useMicrophone);
at("aloud").addEventListener("change", hush);
at("impatient").addEventListener("change", () => {
  clearTimeout(silence);
  awaitSilence();
});
at("from").addEventListener("change", () => {
  forgetMessages();
  readMessages();
});
at("body").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  sendMessage();
});
onSubmit("record", leaveText);
onSubmit("speech", () => {
  const text = at("speech-text").value.trim();
  at("speech-text").value = "";
  if (text) act("speech", { text });
});
onSubmit("compose", sendMessage);
setInterval(() => {
  if (isTalking()) showTime(Math.floor((Date.now() - began) / 1000));
}, 500);
setInterval(readMessages, POLL);
listen({ isTalking, isTyping, take });
showCall(null);
readMessages();
