// The microphone, as a telephone hears it: 8 kHz, 16 bit, mono, in a WAV file.

const RATE = 8000;

export class Recorder {
  #stream;
  #media;
  #chunks = [];

  get isRunning() {
    return this.#media !== undefined;
  }

  async start() {
    this.#stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    this.#chunks = [];
    this.#media = new MediaRecorder(this.#stream);
    this.#media.ondataavailable = (event) => this.#chunks.push(event.data);
    this.#media.start();
  }

  // The recording as { sound, seconds }.
  async stop() {
    const media = this.#media;
    await new Promise((done) => {
      media.onstop = done;
      media.stop();
    });
    this.#release();
    return asTelephoneSound(new Blob(this.#chunks, { type: media.mimeType }));
  }

  cancel() {
    if (!this.isRunning) return;
    this.#media.onstop = null;
    this.#media.stop();
    this.#release();
  }

  #release() {
    this.#stream.getTracks().forEach((track) => track.stop());
    this.#media = undefined;
  }
}

async function asTelephoneSound(recorded) {
  const context = new AudioContext();
  const decoded = await context.decodeAudioData(await recorded.arrayBuffer());
  await context.close();
  const narrow = new OfflineAudioContext(1, Math.max(1, Math.ceil(decoded.duration * RATE)), RATE);
  const source = narrow.createBufferSource();
  source.buffer = decoded;
  source.connect(narrow.destination);
  source.start();
  const samples = (await narrow.startRendering()).getChannelData(0);
  return { sound: wav(samples), seconds: Math.round(decoded.duration) };
}

function wav(samples) {
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const write = (at, text) => [...text].forEach((sign, index) => view.setUint8(at + index, sign.charCodeAt(0)));
  write(0, "RIFF");
  view.setUint32(4, 36 + samples.length * 2, true);
  write(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  write(36, "data");
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((value, index) => {
    view.setInt16(44 + index * 2, Math.max(-1, Math.min(1, value)) * 0x7fff, true);
  });
  return new Blob([view], { type: "audio/wav" });
}
