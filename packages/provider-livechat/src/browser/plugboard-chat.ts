import { ChatClient } from "./client/chat-client.js";
import { ChatMemory } from "./client/chat-memory.js";
import { ChatRequests } from "./client/chat-requests.js";
import { identityId } from "./client/identity-id.js";
import { natives } from "./client/natives.js";
import type { Transport } from "./client/open-stream.js";
import { adoptStyle } from "./view/adopt-style.js";
import { icon } from "./view/icon.js";
import { LAUNCHER_STYLE } from "./view/launcher-style.js";
import { make } from "./view/make.js";
import { PANEL_STYLE } from "./view/panel-style.js";
import { PanelView } from "./view/panel-view.js";
import { chooseWords } from "./words/choose-words.js";
import { fill } from "./words/fill.js";
import type { Words } from "./words/words.js";

/**
 * A page that nobody looks at lets go of its connection after this long; messages are fetched when it is looked at again. Long enough for a look at
 * another tab, short because a browser has six connections to a host over HTTP/1.1, for all of its tabs. Milliseconds.
 */
const HIDDEN_MS = 10_000;
/** Nobody waits longer for the button to work as it should. Milliseconds. */
const SOON_MS = 500;
/** What was said before is fetched by then. Milliseconds. */
const IDLE_AT_LAST_MS = 2_000;

/** Events go up through the page, out of whatever tree the element stands in. */
const announcement = <Detail>(name: string, init: CustomEventInit<Detail> = {}): CustomEvent<Detail> =>
  new CustomEvent(`plugboard-chat-${name}`, { bubbles: true, composed: true, ...init });

/**
 * `<plugboard-chat>`: a button that opens a conversation with the account.
 *
 * Attributes: `base` (the channel's address; where the script came from, when absent), `language`, `theme` (`light`, `dark`; else as the system),
 * `identity` (signed by the website's server; another person's, or none, ends what is shown), `position` (`start` or `end`), `open` (shown without being
 * clicked; the keyboard stays where it is), `transport` (`websocket`: answers come over a WebSocket where one can be opened; else as server-sent
 * events). Events: `plugboard-chat-open`, `plugboard-chat-close`, `plugboard-chat-transport` (the way in use is another one now: `detail.transport` is
 * `websocket` or `events`), `plugboard-chat-offline` (cancel it to show a form of your own). Slot `offline`: what is offered while nobody is there. Custom properties:
 * `--plugboard-chat-accent`, `-on-accent`, `-background`, `-text`, `-radius`, `-width`, `-font`. Parts: `launcher`, `panel`.
 */
export class PlugboardChat extends HTMLElement {
  static readonly observedAttributes = ["open", "identity"];
  private readonly root = make("div", { class: "root", part: "root" });
  private readonly shadow: ShadowRoot;
  private readonly launcher: HTMLButtonElement;
  /** What is new while the chat is closed, for those who hear the page. */
  private readonly spoken = make("div", { class: "out", role: "status" });
  private readonly badge = make("span", { class: "badge", hidden: true, "aria-hidden": "true" });
  private client: ChatClient | undefined;
  private panel: PanelView | undefined;
  private words: Words | undefined;
  private language = "en";
  private transport: Transport | undefined;
  private planned = false;
  private hiddenTimer: ReturnType<typeof setTimeout> | undefined;
  private leaving: AbortController | undefined;

  constructor() {
    super();
    this.launcher = make("button", { class: "launcher", part: "launcher", type: "button", "aria-expanded": "false" });
    this.launcher.append(icon("chat"), icon("close"), this.badge);
    this.launcher.addEventListener("click", () => this.toggle());
    this.root.append(this.launcher);
    this.shadow = this.attachShadow({ mode: "open" });
    adoptStyle(this.shadow, LAUNCHER_STYLE);
    this.shadow.append(this.root);
  }

  connectedCallback(): void {
    if (this.client !== undefined) {
      // Moved by the page: it goes on as it was.
      this.attach();
      this.client.check();
      this.panel?.toEnd();
      return;
    }
    const wanted = this.getAttribute("language") ?? "";
    const { language, words } = chooseWords(
      [wanted, this.closest("[lang]")?.getAttribute("lang") ?? "", ...navigator.languages].filter(Boolean),
    );
    this.words = words;
    this.language = language;
    this.root.dir = words.direction;
    this.root.lang = language;
    this.root.classList.toggle("start", this.getAttribute("position") === "start");
    this.showUnread(0);
    // Before the button can be seen nothing else is done: storage, layers and listeners are for afterwards.
    if (this.hasAttribute("open")) this.showPanel();
    else afterPaint(() => this.isConnected && this.wake());
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    // Before it is connected there is nothing to open.
    if (this.words === undefined || !this.isConnected) return;
    if (name === "identity") this.identify(before ?? undefined, now ?? undefined);
    else if (this.hasAttribute("open")) this.showPanel();
    else this.hide();
  }

  disconnectedCallback(): void {
    this.leaving?.abort();
    clearTimeout(this.hiddenTimer);
    this.client?.stop();
  }

  /** Nobody sees what another person wrote: the one who signed out, or was here before. */
  private identify(before: string | undefined, now: string | undefined): void {
    const { client, isOpen } = this;
    if (identityId(before) === identityId(now)) {
      client?.signed(now);
      return;
    }
    if (client === undefined) return;
    client.stop();
    this.leaving?.abort();
    this.panel?.element.remove();
    this.panel = undefined;
    this.client = undefined;
    this.showUnread(0);
    if (isOpen) this.showPanel();
    else this.wake();
  }

  get isOpen(): boolean {
    return this.panel !== undefined && !this.panel.element.hidden;
  }

  /** Opens the conversation, and puts the keyboard into it. */
  show(): void {
    if (this.isOpen) return;
    this.showPanel();
    this.panel?.focus();
  }

  /** Opened by the page and not by the visitor: the keyboard stays where it is. */
  private showPanel(): void {
    const { words } = this;
    if (words === undefined || !this.isConnected || this.isOpen) return;
    const client = this.wake();
    if (this.panel === undefined) {
      adoptStyle(this.shadow, PANEL_STYLE);
      this.panel = new PanelView({
        words,
        language: this.language,
        client,
        close: () => this.hide(),
        offline: () => this.dispatchEvent(announcement("offline", { cancelable: true })),
      });
      this.root.prepend(this.panel.element);
    }
    this.panel.element.hidden = false;
    this.root.classList.add("open");
    this.launcher.setAttribute("aria-expanded", "true");
    this.panel.render(client.state);
    this.panel.toEnd();
    void client.open();
    if (client.isKnown) void client.start();
    this.look();
    this.showUnread(client.state.unread);
    this.dispatchEvent(announcement("open"));
  }

  /** Closes it; the conversation goes on. */
  hide(): void {
    if (!this.isOpen || this.panel === undefined) return;
    this.panel.element.hidden = true;
    this.root.classList.remove("open");
    this.launcher.setAttribute("aria-expanded", "false");
    this.launcher.focus();
    this.look();
    this.showUnread(this.client?.state.unread ?? 0);
    this.dispatchEvent(announcement("close"));
  }

  toggle(): void {
    if (this.isOpen) this.hide();
    else this.show();
  }

  /** What the button does not need to be seen: who is here, and what was said before. Once, at the first paint or the first use. */
  private wake(): ChatClient {
    if (this.client !== undefined) return this.client;
    const base = (this.getAttribute("base") ?? new URL(".", import.meta.url).href).replace(/\/?$/, "/");
    const identity = this.getAttribute("identity") ?? undefined;
    const memory = new ChatMemory(`plugboard-chat:${base}`, identityId(identity));
    const requests = new ChatRequests(base, this.getAttribute("transport") === "websocket");
    const client = new ChatClient(requests, memory, identity, this.language, () => this.plan());
    this.client = client;
    this.root.append(this.spoken);
    this.attach();
    // The page comes first: what was said before is fetched when it has nothing better to do, or when somebody looks at it.
    if (client.isKnown && document.visibilityState === "visible") whenIdle(() => void client.start(), IDLE_AT_LAST_MS);
    return client;
  }

  private attach(): void {
    this.toTopLayer();
    this.listen();
  }

  /** Above everything of the page, whatever it does with layers and transforms. */
  private toTopLayer(): void {
    if (!("popover" in this.root) || this.root.matches(":popover-open")) return;
    this.root.popover = "manual";
    this.root.showPopover();
  }

  private listen(): void {
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    addEventListener("online", () => this.client?.check(), { signal });
    addEventListener("offline", () => this.client?.drop(), { signal });
    addEventListener("pagehide", () => this.client?.stop(), { signal });
    addEventListener("pageshow", (event) => event.persisted && this.client?.check(), { signal });
    document.addEventListener("visibilitychange", () => this.visibility(), { signal });
  }

  private visibility(): void {
    clearTimeout(this.hiddenTimer);
    this.look();
    if (document.visibilityState === "visible") this.client?.check();
    else this.hiddenTimer = setTimeout(() => this.client?.stop(), HIDDEN_MS);
  }

  private look(): void {
    this.client?.seen(this.isOpen && document.visibilityState === "visible");
  }

  /** Many changes in one turn are shown once. */
  private plan(): void {
    if (this.planned) return;
    this.planned = true;
    queueMicrotask(() => {
      this.planned = false;
      const state = this.client?.state;
      if (state === undefined) return;
      if (this.isOpen) this.panel?.render(state);
      this.showUnread(state.unread);
      const { transport } = state;
      if (transport === undefined || transport === this.transport) return;
      this.transport = transport;
      this.dispatchEvent(announcement("transport", { detail: { transport } }));
    });
  }

  private showUnread(unread: number): void {
    const { words } = this;
    if (words === undefined) return;
    const shown = this.isOpen ? 0 : unread;
    this.badge.hidden = shown === 0;
    this.badge.textContent = shown > 99 ? "99+" : String(shown);
    const label = this.isOpen ? words.close : words.open;
    const news = shown === 0 ? "" : fill(words.unread, { count: shown });
    this.launcher.setAttribute("aria-label", news === "" ? label : `${label}, ${news}`);
    if (this.spoken.textContent !== news) this.spoken.textContent = news;
  }
}

/** When what is there now was painted and the page has nothing to do; soon at any rate, since a page in the background paints nothing. */
function afterPaint(run: () => void): void {
  let isDue = true;
  const once = (): void => {
    if (isDue) run();
    isDue = false;
  };
  requestAnimationFrame(() => whenIdle(once, SOON_MS));
  natives.setTimeout(once, SOON_MS);
}

function whenIdle(run: () => void, timeoutMs: number): void {
  if (typeof requestIdleCallback === "function") requestIdleCallback(run, { timeout: timeoutMs });
  else natives.setTimeout(run, 200);
}
