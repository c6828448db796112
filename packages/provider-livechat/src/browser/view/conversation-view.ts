import type { ChatEntry, PendingEntry } from "../client/chat-entry.js";
import type { ChatState } from "../client/chat-state.js";
import { fill } from "../words/fill.js";
import type { Words } from "../words/words.js";
import { formatSize } from "./format-size.js";
import { type LineContext, messageLine } from "./message-line.js";
import { make } from "./make.js";

const NEAR_END_PX = 80;
const SAME_SPEAKER_MS = 300_000;

export interface ConversationContext extends LineContext {
  earlier(): void;
  again(id: string): void;
  discard(id: string): void;
}

/** The messages, in their order; each line is made once and stays. */
export class ConversationView {
  readonly element: HTMLElement;
  private readonly lines = new Map<string, HTMLElement>();
  private readonly greeting = make("p", { class: "bubble", dir: "auto" });
  private readonly greetingLine = make("div", { class: "line" }, this.greeting);
  private readonly earlierButton: HTMLButtonElement;
  private readonly dots: HTMLElement;
  private readonly days: Intl.DateTimeFormat;

  constructor(
    private readonly words: Words,
    private readonly context: ConversationContext,
  ) {
    this.earlierButton = make("button", { class: "earlier", type: "button", hidden: true }, words.earlier);
    this.earlierButton.addEventListener("click", () => context.earlier());
    this.dots = make(
      "div",
      { class: "line first", hidden: true },
      make("span", { class: "dots", "aria-hidden": "true" }, make("i"), make("i"), make("i")),
    );
    this.greetingLine.hidden = true;
    this.days = new Intl.DateTimeFormat(context.language, { weekday: "long", day: "numeric", month: "long" });
    this.element = make("div", { class: "log", role: "log", "aria-label": words.conversation, tabindex: "0" });
    this.element.append(this.earlierButton, this.greetingLine, this.dots);
  }

  greet(text: string | undefined): void {
    if (text === undefined) return;
    this.greeting.textContent = text;
    this.greetingLine.hidden = false;
  }

  render(state: ChatState): void {
    const { element } = this;
    const wasAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX;
    const fromEnd = element.scrollHeight - element.scrollTop;
    const firstBefore = this.lines.keys().next().value;
    this.earlierButton.hidden = state.isFirst;
    const wanted = this.nodes(state);
    this.place(wanted);
    this.dots.hidden = !state.isTyping;
    const isOwnNew = state.pending.length > 0;
    if (wasAtEnd || isOwnNew) this.toEnd();
    // Earlier messages came in above: what was looked at stays where it is.
    else if (this.lines.keys().next().value !== firstBefore) element.scrollTop = element.scrollHeight - fromEnd;
  }

  toEnd(): void {
    this.element.scrollTop = this.element.scrollHeight;
  }

  private nodes(state: ChatState): HTMLElement[] {
    const nodes: HTMLElement[] = [];
    const kept = new Map<string, HTMLElement>();
    let day = "";
    let before: { readonly by: string; readonly atMs: number } | undefined;
    const all: readonly (ChatEntry | PendingEntry)[] = [...state.entries, ...state.pending];
    const lastOwn = all.findLast((entry) => !("by" in entry) || entry.by === "visitor");
    for (const entry of all) {
      const by = "by" in entry ? entry.by : "visitor";
      const key = `${by}/${entry.id}`;
      const name = this.days.format(entry.atMs);
      if (name !== day) nodes.push(this.reuse(kept, `day/${name}`, () => make("div", { class: "day" }, name)));
      const isFirst = name !== day || before?.by !== by || entry.atMs - before.atMs > SAME_SPEAKER_MS;
      day = name;
      before = { by, atMs: entry.atMs };
      const line = this.reuse(kept, "seq" in entry ? key : `${key}/pending`, () => messageLine(entry, this.context));
      line.classList.toggle("first", isFirst);
      line.classList.toggle("waiting", !("seq" in entry) && entry.failed === undefined);
      nodes.push(line);
      const isFailed = !("seq" in entry) && entry.failed !== undefined;
      if (isFailed || entry === lastOwn) nodes.push(this.status(kept, key, entry, state));
    }
    this.lines.clear();
    for (const [key, line] of kept) this.lines.set(key, line);
    return nodes;
  }

  private reuse(kept: Map<string, HTMLElement>, key: string, create: () => HTMLElement): HTMLElement {
    const line = this.lines.get(key) ?? create();
    kept.set(key, line);
    return line;
  }

  /** Where the last message of one's own is; or that it was refused, and what can be done. */
  private status(
    kept: Map<string, HTMLElement>,
    key: string,
    entry: ChatEntry | PendingEntry,
    state: ChatState,
  ): HTMLElement {
    const { words, context } = this;
    const failed = "seq" in entry ? undefined : entry.failed;
    const text =
      failed !== undefined
        ? this.reason(failed, entry, state)
        : !("seq" in entry)
          ? state.connection === "lost"
            ? words.waiting
            : words.sending
          : entry.seq <= state.marks.operatorReadSeq
            ? words.read
            : words.sent;
    return this.reuse(kept, `${key}/status/${text}`, () => {
      const line = make(
        "div",
        { class: failed === undefined ? "line own meta" : "line own meta bad" },
        make("span", {}, text),
      );
      if (failed === undefined) return line;
      line.classList.remove("line");
      const again = make("button", { class: "link", type: "button" }, words.again);
      again.addEventListener("click", () => context.again(entry.id));
      const remove = make("button", { class: "link", type: "button" }, words.remove);
      remove.addEventListener("click", () => context.discard(entry.id));
      line.append(again, remove);
      line.style.setProperty("align-self", "flex-end");
      return line;
    });
  }

  /** Puts the nodes where they belong and touches none that is there already: a screen reader reads what is new, once. */
  private place(wanted: readonly HTMLElement[]): void {
    const { element } = this;
    const keep = new Set<Node>([this.earlierButton, this.greetingLine, this.dots, ...wanted]);
    for (const child of [...element.children]) if (!keep.has(child)) child.remove();
    let at: ChildNode | null = this.greetingLine.nextSibling;
    for (const node of wanted)
      if (at === node) at = node.nextSibling;
      else element.insertBefore(node, at);
  }

  /** The time of day, and the day where it is another. */
  private moment(atMs: number): string {
    const { time } = this.context;
    const [day, today] = [this.days.format(atMs), this.days.format(Date.now())];
    return day === today ? time.format(atMs) : `${day}, ${time.format(atMs)}`;
  }

  /** Why a message was refused for good, and by how much. */
  private reason(code: string, entry: ChatEntry | PendingEntry, { config }: ChatState): string {
    const { text = "" } = entry;
    const againAtMs = "againAtMs" in entry ? entry.againAtMs : undefined;
    const { words, context } = this;
    if (code === "CONSENT_REQUIRED") return words.consentFirst;
    const most = config?.files?.maxBytes;
    const why: Readonly<Record<string, string | undefined>> = {
      TEXT_TOO_LONG:
        config === undefined ? undefined : fill(words.tooLong, { count: [...text].length, most: config.maxTextLength }),
      FILE_TOO_LARGE:
        most === undefined ? undefined : fill(words.fileTooLarge, { most: formatSize(most, context.language) }),
      TOO_MUCH: againAtMs === undefined ? words.tooMany : fill(words.tooMuch, { time: this.moment(againAtMs) }),
      FILE_REFUSED: words.fileRefused,
      FILE_GONE: words.fileGone,
    };
    return [words.failed, why[code]].filter(Boolean).join(". ");
  }
}
