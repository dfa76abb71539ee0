// Reads prompts aloud where the browser can, in the language that the hotline asks for.

const engine = window.speechSynthesis;
const OURS = { cmn: "zh", "zh-cn": "zh", "cmn-cn": "zh", "cmn-hans-cn": "zh" };

function tagOf(language, text) {
  const tag = (language ?? "").toLowerCase();
  const short = OURS[tag] ?? tag.split("-")[0];
  if (short === "zh" || (!short && /[\u3400-\u9fff]/.test(text))) return "zh-CN";
  return short === "" ? "en-US" : tag;
}

function voiceFor(tag) {
  const voices = engine.getVoices();
  const exact = voices.find((voice) => voice.lang.replace("_", "-").toLowerCase() === tag.toLowerCase());
  return exact ?? voices.find((voice) => voice.lang.toLowerCase().startsWith(tag.slice(0, 2))) ?? null;
}

export function hush() {
  engine?.cancel();
}

// Ends when all is said; at once where the browser has no voice.
export function readAloud(text, language) {
  if (!engine || engine.getVoices().length === 0 || !text) return Promise.resolve();
  return new Promise((done) => {
    const words = new SpeechSynthesisUtterance(text);
    words.lang = tagOf(language, text);
    words.voice = voiceFor(words.lang);
    words.onend = done;
    words.onerror = done;
    engine.speak(words);
  });
}

export function play(address) {
  return new Promise((done) => {
    const sound = new Audio(address);
    sound.onended = done;
    sound.onerror = done;
    sound.play().catch(done);
  });
}

let tones = null;

// One short ring, as loud as a telephone in the next room; not before the person has touched the page.
export function ring() {
  if (!navigator.userActivation?.hasBeenActive || !window.AudioContext) return;
  tones ??= new AudioContext();
  const tone = new OscillatorNode(tones, { frequency: 450 });
  const volume = new GainNode(tones, { gain: 0.05 });
  tone.connect(volume).connect(tones.destination);
  tone.start();
  tone.stop(tones.currentTime + 0.4);
}
