// Draws what the server says: the screen, the transcript, the messages, the developers' drawer.

const texts = JSON.parse(document.body.dataset.words);
const MINE = new Set(["pressed", "spoke", "recorded", "silent"]);
const DOTS = { "in-progress": "live", ringing: "busy", dialling: "busy", incoming: "busy rings" };
const WARNINGS = new Set(["fault", "lost"]);
const at = (id) => document.getElementById(id);

export function say(key, values = {}) {
  return texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

function made(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

// Only what is new or changed is drawn, so that a screen reader hears it once.
const drawn = new WeakMap();

function grow(list, items, draw) {
  const before = list.children.length;
  while (list.children.length > items.length) list.lastElementChild.remove();
  items.forEach((item, index) => {
    const old = list.children[index];
    const now = JSON.stringify(item);
    if (old && drawn.get(old) === now) return;
    const element = draw(item);
    drawn.set(element, now);
    if (old) old.replaceWith(element);
    else list.append(element);
  });
  if (list.children.length > before) list.scrollTop = list.scrollHeight;
}

export function showNotice(text) {
  at("notice").textContent = text;
  at("notice").hidden = text === "";
}

export function showState(state) {
  at("state").textContent = say(`state.${state}`);
  at("dot").className = `dot ${DOTS[state] ?? ""}`;
}

export function showTime(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  at("timer").textContent = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}

export function showEntered(keys) {
  at("entered").textContent = keys;
}

export function showCall(call) {
  const idle = call === null;
  const over = idle || call.over;
  showState(idle ? "idle" : call.state);
  at("prompt").textContent = idle ? say("idle") : lastHeard(call) || (over ? say("over") : "");
  at("prompt").scrollTop = 0;
  at("waiting").textContent = waitingText(call?.waiting);
  showEntered(call?.waiting?.keys ?? "");
  at("dial").hidden = !over;
  at("hang-up").hidden = over;
  at("silence").disabled = over;
  at("record").hidden = call?.waiting?.verb !== "record";
  at("record-key").textContent = call?.waiting?.finish_on_key?.slice(-1) ?? "#";
  at("speech").hidden = !(call?.waiting?.verb === "gather" && call.waiting.takes_speech);
  at("connection").hidden = call?.waiting?.verb !== "dial";
  const lines = call?.lines ?? [];
  at("lines-empty").hidden = lines.length > 0;
  grow(at("lines"), inBubbles(lines), lineElement);
  at("steps-empty").hidden = (call?.steps.length ?? 0) > 0;
  grow(at("steps"), call?.steps ?? [], stepElement);
}

// What one document says in one go is one bubble.
function inBubbles(lines) {
  const bubbles = [];
  for (const line of lines) {
    const last = bubbles.at(-1);
    const goesOn = line.kind === "heard" && last?.kind === "heard";
    if (goesOn && last.document === line.document && last.language === line.language) {
      bubbles[bubbles.length - 1] = { ...last, text: `${last.text}\n${line.text}` };
    } else {
      bubbles.push(line);
    }
  }
  return bubbles;
}

function lastHeard(call) {
  const heard = [];
  for (const line of [...call.lines].reverse()) {
    if (line.kind === "heard") heard.unshift(line.text);
    else if (line.words) heard.unshift(line.words);
    else if (line.kind !== "ended" && line.kind !== "beep" && line.kind !== "connecting") break;
  }
  return heard.join("\n");
}

function waitingText(waiting) {
  if (!waiting) return "";
  if (waiting.verb === "record") return say("record", { seconds: waiting.max_length });
  if (waiting.verb === "dial") return say("connecting", { number: waiting.number });
  if (!waiting.takes_keys) return say("gather.speech_only");
  if (waiting.num_digits === 1 || !waiting.finish_on_key) {
    return say(waiting.takes_speech ? "gather.speech" : "gather");
  }
  return say("gather.finish", { key: waiting.finish_on_key });
}

function lineElement(line) {
  if (line.kind === "heard") {
    const element = made("p", "heard", line.text);
    if (line.language) element.lang = line.language;
    return element;
  }
  if (line.words) return made("p", "heard", say("line.played_words", { text: line.words }));
  const kind = MINE.has(line.kind) ? "mine" : WARNINGS.has(line.kind) ? line.kind : "event";
  return made("p", kind, say(`line.${line.kind}`, { text: line.text }));
}

function stepElement(step) {
  const element = made("li");
  const head = made("h3", "", say("step", { number: step.number }));
  head.append(made("code", "", `${step.method} ${step.url} → ${step.status ?? step.failure}`));
  const pair = made("div", "pair");
  const fields = Object.entries(step.fields).map(([name, value]) => `${name}: ${value}`);
  for (const text of [indented(step.twiml), fields.join("\n")]) {
    const block = made("pre", "", text);
    block.tabIndex = 0;
    pair.append(block);
  }
  element.append(head, pair);
  return element;
}

// A line for each element; only for reading, what was executed is the text itself.
function indented(twiml) {
  let depth = 0;
  return twiml.replace(/>\s*</g, ">\n<").split("\n").map((row) => {
    if (/^<\//.test(row)) depth -= 1;
    const shown = "  ".repeat(Math.max(0, depth)) + row;
    if (/^<[A-Za-z][^>]*[^/]>$/.test(row) || /^<[A-Za-z]>$/.test(row)) depth += 1;
    return shown;
  }).join("\n");
}

export function showMessages(messages) {
  at("bubbles-empty").hidden = messages.length > 0;
  grow(at("bubbles"), messages, (message) => {
    const element = made("p", `bubble ${message.mine ? "out" : "in"}`, message.body);
    const time = made("time", "", new Date(message.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
    time.dateTime = message.at;
    element.append(time);
    return element;
  });
}

export function forgetMessages() {
  at("bubbles").replaceChildren();
}

// A call that comes in, or null: the announcement is a live region of its own, which is always there.
export function showIncoming(call) {
  const text = call === null ? "" : say("incoming", { number: call.from });
  at("incoming-text").textContent = text;
  at("announcement").textContent = text;
  at("incoming").hidden = call === null;
  if (call === null && !at("dot").classList.contains("rings")) return;
  showState(call === null ? "idle" : "incoming");
  at("prompt").textContent = text || say("idle");
}

export function showMissed(number) {
  at("prompt").textContent = say("missed", { number });
  at("announcement").textContent = say("missed", { number });
}

export function showNext(behaviour) {
  if (document.activeElement !== at("plan")) at("plan").value = behaviour;
}
