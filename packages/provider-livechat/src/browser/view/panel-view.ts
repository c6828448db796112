import type { ChatClient } from "../client/chat-client.js";
import type { ChatState } from "../client/chat-state.js";
import { chooseText } from "../words/choose-text.js";
import { fill } from "../words/fill.js";
import type { Words } from "../words/words.js";
import { ComposerView } from "./composer-view.js";
import { ConversationView } from "./conversation-view.js";
import { icon } from "./icon.js";
import { make } from "./make.js";
import { saveBlob } from "./save-blob.js";

export interface PanelOptions {
  readonly words: Words;
  readonly language: string;
  readonly client: ChatClient;
  close(): void;
  /** @returns false when the page shows a form of its own. */
  offline(): boolean;
}

/** The opened chat. */
export class PanelView {
  readonly element: HTMLElement;
  private readonly name = make("h2", { class: "name", id: "name" });
  private readonly dot = make("span", { class: "dot" });
  private readonly stateText = make("span");
  private readonly spoken = make("div", { class: "out", role: "status" });
  private readonly notice = make("p", { class: "note", hidden: true, role: "status" });
  private readonly away = make("div", { class: "note", hidden: true });
  private readonly menu: HTMLElement;
  private readonly more: HTMLButtonElement;
  private readonly conversation: ConversationView;
  private readonly composer: ComposerView;
  private configured = false;
  private shownName = "";

  constructor(private readonly options: PanelOptions) {
    const { words, language, client } = options;
    this.composer = new ComposerView(words, {
      language,
      send: (text, consent) => client.send(text, consent),
      sendFile: (file, consent) => client.sendFile(file, consent),
      typing: () => client.typing(),
    });
    this.conversation = new ConversationView(words, {
      words,
      language,
      time: new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit" }),
      name: () => this.shownName,
      file: (fileId) => client.file(fileId),
      save: (fileId, name) => this.attempt(async () => saveBlob(await client.file(fileId), name)),
      earlier: () => this.attempt(() => client.earlier()),
      again: (id) => client.again(id, this.composer.given),
      discard: (id) => client.discard(id),
    });
    this.more = make(
      "button",
      {
        class: "tool",
        type: "button",
        "aria-label": words.more,
        title: words.more,
        "aria-expanded": "false",
        "aria-controls": "menu",
      },
      icon("more"),
    );
    this.more.addEventListener("click", () => this.toggleMenu(this.menu.hidden));
    const close = make(
      "button",
      { class: "tool", type: "button", "aria-label": words.close, title: words.close },
      icon("down"),
    );
    close.addEventListener("click", () => options.close());
    this.menu = this.makeMenu();
    const head = make(
      "div",
      { class: "head" },
      make("div", { class: "who" }, this.name, make("p", { class: "state" }, this.dot, this.stateText)),
      this.more,
      close,
    );
    const body = this.conversation.element;
    const below = make("div", {}, this.away, this.notice);
    below.style.setProperty("padding-inline", "12px");
    this.element = make(
      "section",
      { class: "panel", part: "panel", role: "dialog", "aria-labelledby": "name", id: "panel" },
      head,
      this.menu,
      body,
      below,
      this.composer.element,
      this.spoken,
    );
    this.element.addEventListener("keydown", (event) => this.onKey(event));
  }

  /** Whether the chat covers the whole page, as on a telephone or at 400 % zoom. */
  private get isCovering(): boolean {
    return matchMedia("(max-width:480px)").matches;
  }

  focus(): void {
    this.composer.focus();
  }

  toEnd(): void {
    this.conversation.toEnd();
  }

  render(state: ChatState): void {
    const { words, language } = this.options;
    const { config } = state;
    if (config !== undefined && !this.configured) {
      this.configured = true;
      this.shownName = config.name;
      this.name.textContent = config.name;
      this.conversation.greet(chooseText(config.greeting, language));
      this.composer.configure(config);
    }
    const waits = state.connection === "lost" || (config === undefined && state.connection !== "open");
    this.dot.className = state.online && !waits ? "dot on" : "dot";
    this.setText(this.stateText, waits ? words.connecting : state.online ? words.online : words.offline);
    this.setText(this.spoken, state.isTyping ? fill(words.typing, { name: this.shownName }) : "");
    const notice = state.notice === "erased" ? words.erased : state.notice === "signIn" ? words.signIn : undefined;
    this.notice.hidden = notice === undefined;
    this.setText(this.notice, notice ?? "");
    this.showAway(state);
    this.conversation.render(state);
    this.composer.render(state);
  }

  private setText(element: HTMLElement, text: string): void {
    if (element.textContent !== text) element.textContent = text;
  }

  private showAway({ online, config, notice }: ChatState): void {
    const isAway = config !== undefined && !online && notice === undefined;
    if (isAway && this.away.childElementCount === 0) this.away.append(this.makeOfflineSlot(config.offlineUrl));
    const slot = this.away.querySelector("slot");
    // Neither a form to go to, nor anything the page put there: an empty note says nothing.
    this.away.hidden = !isAway || (config.offlineUrl === null && slot?.assignedNodes().length === 0);
  }

  private makeOfflineSlot(offlineUrl: string | null): HTMLElement {
    const slot = make("slot", { name: "offline" });
    if (offlineUrl === null) return slot;
    const link = make("a", { href: offlineUrl, target: "_blank", rel: "noopener" }, this.options.words.offlineForm);
    link.addEventListener("click", (event) => {
      if (!this.options.offline()) event.preventDefault();
    });
    slot.append(link);
    return slot;
  }

  private makeMenu(): HTMLElement {
    const { words, client } = this.options;
    const save = make("button", { type: "button" }, icon("save"), words.save);
    save.addEventListener("click", () => {
      this.toggleMenu(false);
      this.attempt(async () => saveBlob(await client.transcript(), "conversation.json"));
    });
    const erase = make("button", { type: "button" }, icon("trash"), words.erase);
    erase.addEventListener("click", () => {
      this.toggleMenu(false);
      this.askToErase();
    });
    return make("div", { class: "menu", id: "menu", hidden: true }, save, erase);
  }

  private toggleMenu(open: boolean): void {
    this.menu.hidden = !open;
    this.more.setAttribute("aria-expanded", String(open));
    if (open) this.menu.querySelector("button")?.focus();
    else this.more.focus();
  }

  private askToErase(): void {
    const { words, client } = this.options;
    const yes = make("button", { class: "plain bad", type: "button" }, words.eraseYes);
    const no = make("button", { class: "plain", type: "button" }, words.eraseNo);
    const text = make("p", { id: "ask" }, words.eraseAsk);
    const box = make(
      "div",
      { role: "alertdialog", "aria-modal": "true", "aria-labelledby": "ask" },
      text,
      make("div", { class: "both" }, no, yes),
    );
    const ask = make("div", { class: "ask" }, box);
    const end = (): void => {
      ask.remove();
      this.composer.focus();
    };
    no.addEventListener("click", end);
    yes.addEventListener("click", () => {
      end();
      this.attempt(() => client.erase());
    });
    ask.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        end();
      } else if (event.key === "Tab") {
        // Two buttons, and nothing else can be reached meanwhile.
        event.preventDefault();
        (no.matches(":focus") ? yes : no).focus();
      }
    });
    this.element.append(ask);
    no.focus();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === "Tab" && this.isCovering) this.keepFocus(event);
    if (event.key !== "Escape") return;
    event.stopPropagation();
    if (this.menu.hidden) this.options.close();
    else this.toggleMenu(false);
  }

  /** Behind a chat that covers the page nobody sees where the keyboard is. */
  private keepFocus(event: KeyboardEvent): void {
    const found = this.element.querySelectorAll<HTMLElement>("button,input,textarea,a,[tabindex='0']");
    const reachable = [...found].filter((one) => one.getClientRects().length > 0 && !one.matches(":disabled"));
    const [from, to] = event.shiftKey ? [reachable[0], reachable.at(-1)] : [reachable.at(-1), reachable[0]];
    if (from?.matches(":focus") !== true) return;
    event.preventDefault();
    to?.focus();
  }

  /** What could not be done is said, and nothing is lost: it can be asked for again. */
  private attempt(run: () => Promise<void>): void {
    run().catch(() => {
      this.notice.hidden = false;
      this.setText(this.notice, this.options.words.waiting);
    });
  }
}
