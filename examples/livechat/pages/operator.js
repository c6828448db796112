// What people write becomes text nodes and nothing else; the key came in the fragment, which no server sees.
const key = location.hash.slice(1);
const headers = { authorization: `Bearer ${key}` };
const list = document.querySelector("#conversations");
const messages = document.querySelector("#messages");
const form = document.querySelector("#answer");
const text = document.querySelector("#text");
const state = document.querySelector("#state");
const conversations = new Map();
const TYPING_EVERY_MS = 3_000;
let open;
let typingSaidAtMs = 0;

/** Whether it was taken; nothing else is needed of an answer. */
function post(path, body) {
  const sent = fetch(path, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return sent.then(
    ({ ok }) => ok,
    () => false,
  );
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
  look();
}

/** What is open is read when somebody looks at the page, and said once. */
function look() {
  const conversation = conversations.get(open);
  if (conversation === undefined || document.visibilityState !== "visible") return;
  conversation.unread = 0;
  name(conversation);
  const last = conversation.lines.findLast(({ own }) => !own);
  if (last === undefined || last.id === conversation.readId) return;
  conversation.readId = last.id;
  void post("/operator/read", { id: last.id });
}

/** Who it is, and how much of it nobody has read. */
function name({ button, name, unread }) {
  button.textContent = unread === 0 ? name : `${name} (${unread} new)`;
  button.classList.toggle("new", unread > 0);
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
    const button = document.createElement("button");
    button.dataset.session = told.session;
    conversation = { name: told.name ?? `Visitor ${conversations.size + 1}`, lines: [], unread: 0, button };
    conversations.set(told.session, conversation);
    button.addEventListener("click", () => show(told.session));
    const item = document.createElement("li");
    item.append(button);
    list.append(item);
  }
  if (told.kind === "erased") conversation.lines.length = conversation.unread = 0;
  else conversation.lines.push(told);
  if (told.kind === "message") conversation.unread = told.own ? 0 : conversation.unread + 1;
  name(conversation);
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
  // Gone at once: pressed twice it is one answer, and what is typed meanwhile is the next one.
  text.value = "";
  if (await post("/operator/answer", answer)) return;
  state.textContent = "Not sent.";
  if (open === answer.to && text.value === "") text.value = answer.text;
});
text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});
text.addEventListener("input", () => {
  const last = conversations.get(open)?.lines.findLast(({ own }) => !own);
  if (last === undefined || text.value === "" || Date.now() - typingSaidAtMs < TYPING_EVERY_MS) return;
  typingSaidAtMs = Date.now();
  void post("/operator/typing", { id: last.id });
});
document.addEventListener("visibilitychange", look);

for (;;) {
  await listen().catch(() => undefined);
  state.textContent = "Connecting…";
  await new Promise((resolve) => setTimeout(resolve, 1_000));
}
