// The page's way to its server: JSON in and out, one action after another, with the page's own token.

const token = document.body.dataset.token;
let last = Promise.resolve();

export class Refusal extends Error {
  constructor(status) {
    super(String(status));
    this.status = status;
  }
}

async function send(method, path, body, type) {
  const headers = { "X-Phone-Token": token };
  if (type) headers["Content-Type"] = type;
  const answer = await fetch(`/phone/${path}`, { method, headers, body });
  if (!answer.ok) throw new Refusal(answer.status);
  return answer.json();
}

// Actions wait for each other: keys must arrive in the order in which they were pressed.
function inTurn(action) {
  last = last.then(action, action);
  return last;
}

// A question changes nothing and waits for nobody. It is sent as a body: no number stands in an address.
export const ask = (path, fields = {}) => send("POST", path, JSON.stringify(fields), "application/json");
export const post = (path, fields = {}) => inTurn(() => ask(path, fields));
export const postSound = (path, sound) => inTurn(() => send("POST", path, sound, sound.type));
