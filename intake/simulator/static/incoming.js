// Calls that come in: looked for while the page is seen and nobody talks; shown, answered, turned down, planned.

import { ask, post } from "./api.js";
import { ring } from "./aloud.js";
import { showIncoming, showMissed, showNext } from "./show.js";

const at = (id) => document.getElementById(id);
const LOOK = 1000;
let shown = null;
let looking = false;

const number = () => at("from").value;

// `isTalking` tells whether a call is under way, `take` answers the one with this key.
export function listen({ isTalking, isTyping, take }) {
  async function look() {
    if (document.hidden || looking) return;
    looking = true;
    try {
      const telephone = await ask("ringing", { number: number() });
      draw(isTalking() ? [] : telephone.ringing);
      showNext(telephone.next);
    } catch {
      // The next action says what is wrong; a failed look needs no alarm.
    } finally {
      looking = false;
    }
  }

  function draw(ringing) {
    const call = ringing.at(-1) ?? null;
    if (call !== null && at("aloud").checked) ring();
    if (call?.key === shown?.key) return;
    const hadFocus = at("incoming").contains(document.activeElement);
    showIncoming(call);
    if (call === null && shown !== null && !isTalking()) showMissed(shown.from);
    if (call !== null && !isTyping(document.activeElement)) at("answer").focus();
    if (call === null && hadFocus) at("pad").focus();
    shown = call;
  }

  function leave() {
    const key = shown.key;
    shown = null;
    showIncoming(null);
    at("pad").focus();
    return key;
  }

  at("answer").addEventListener("click", () => shown && take(leave()));
  at("reject").addEventListener("click", () => shown && post(`incoming/${leave()}/reject`).catch(() => {}));
  at("plan").addEventListener("change", () => {
    post("plan", { number: number(), next: at("plan").value }).catch(() => {});
  });
  document.addEventListener("visibilitychange", look);
  setInterval(look, LOOK);
  look();
}
