// What people write becomes text nodes and nothing else; the key came in the fragment, which no server sees.
const key = location.hash.slice(1);
const headers = { authorization: `Bearer ${key}` };
const list = document.querySelector("#conversations");
const messages = document.querySelector("#messages");
const form = document.querySelector("#answer");
const text = document.querySelector("#text");
const state = document.querySelector("#state");
const conversations = new Map();
let open;

function post(path, body) {
  return fetch(path, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

function show(session) {
  open = session;
  const conversation = conversations.get(session);
  document.querySelector("#title").textContent = conversation.name;
  // The demo's counter has none.
  document.querySelector("#hint")?.remove();
  messages.replaceChildren(...conversation.lines.map(lineOf));
  messages.scrollTop = messages.scrollHeight;
  for (const button of list.querySelectorAll("button"))
    button.setAttribute("aria-current", String(button.dataset.session === session));
  for (const control of form.elements) control.disabled = false;
  const last = conversation.lines.findLast(({ own }) => !own);
  if (last) void post("/operator/read", { id: last.id });
}

function lineOf({ own, text, file }) {
  const line = document.createElement("li");
  line.className = own ? "own" : "";
  line.dir = "auto";
  line.textContent = file === undefined ? text : `📎 ${file}`;
  return line;
}

function take(told) {
  if (told.kind === "typing") {
    if (told.session === open) state.textContent = "is typing…";
    return;
  }
  let conversation = conversations.get(told.session);
  if (conversation === undefined) {
    conversation = { name: told.name ?? `Visitor ${conversations.size + 1}`, lines: [] };
    conversations.set(told.session, conversation);
    const button = document.createElement("button");
    button.dataset.session = told.session;
    button.textContent = conversation.name;
    button.addEventListener("click", () => show(told.session));
    const item = document.createElement("li");
    item.append(button);
    list.append(item);
  }
  if (told.kind === "erased") conversation.lines.length = 0;
  else conversation.lines.push(told);
  state.textContent = "";
  if (open === undefined || open === told.session) show(told.session);
}

async function listen() {
  const response = await fetch("/operator/events", { headers });
  if (!response.ok) throw new Error(String(response.status));
  document.dispatchEvent(new CustomEvent("counter-open"));
  conversations.clear();
  list.replaceChildren();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    rest += value;
    const parts = rest.split("\n\n");
    rest = parts.pop();
    for (const part of parts) if (part.startsWith("data: ")) take(JSON.parse(part.slice(6)));
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = { to: open, text: text.value };
  const response = await post("/operator/answer", answer);
  if (response.ok) text.value = "";
  else state.textContent = "Not sent.";
});
text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});
text.addEventListener("input", () => {
  const last = conversations.get(open)?.lines.findLast(({ own }) => !own);
  if (last) void post("/operator/typing", { id: last.id });
});

for (;;) {
  await listen().catch(() => undefined);
  state.textContent = "Connecting…";
  await new Promise((resolve) => setTimeout(resolve, 1_000));
}
