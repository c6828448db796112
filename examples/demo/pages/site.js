// Beside the others there is room for an open chat; on a small screen it waits as a button.
const chat = document.querySelector("plugboard-chat");
// The counter is staffed from then on, and the chat shows so.
if (innerWidth >= 1100) document.addEventListener("counter-open", () => chat.setAttribute("open", ""), { once: true });

const list = document.querySelector("#timeline");
const MOST = 200;

function show({ seconds, name, channel, step, text, color }) {
  const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  const line = document.createElement("li");
  for (const [className, part] of [
    ["time", seconds],
    ["channel", channel],
    ["name", name],
    [`step ${color}`, step],
    ["text", text],
  ]) {
    const piece = document.createElement("span");
    piece.className = className;
    piece.textContent = part;
    line.append(piece);
  }
  list.append(line);
  if (list.children.length > MOST) list.firstElementChild.remove();
  if (isAtEnd) list.scrollTop = list.scrollHeight;
}

async function listen() {
  const response = await fetch("/timeline", { headers: { authorization: `Bearer ${location.hash.slice(1)}` } });
  if (!response.ok) throw new Error(String(response.status));
  list.replaceChildren();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (rest + value).split("\n\n");
    rest = parts.pop();
    for (const part of parts) if (part.startsWith("data: ")) show(JSON.parse(part.slice(6)));
  }
}

for (;;) {
  await listen().catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
}
