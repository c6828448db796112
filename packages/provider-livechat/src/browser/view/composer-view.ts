import type { ChatConfig } from "../client/chat-config.js";
import type { PendingEntry } from "../client/chat-entry.js";
import type { ChatState } from "../client/chat-state.js";
import { fill } from "../words/fill.js";
import type { Words } from "../words/words.js";
import { formatSize } from "./format-size.js";
import { icon } from "./icon.js";
import { make } from "./make.js";

type Consent = NonNullable<PendingEntry["consent"]>;

export interface ComposerContext {
  readonly language: string;
  send(text: string, consent: Consent | undefined): void;
  sendFile(file: File, consent: Consent | undefined): void;
  typing(): void;
}

/** Where a message is written. */
export class ComposerView {
  readonly element = make("form", { class: "foot" });
  private readonly input: HTMLTextAreaElement;
  private readonly attach: HTMLButtonElement;
  private readonly picker = make("input", { type: "file", hidden: true, tabindex: "-1" });
  private readonly say = make("p", { class: "say", role: "alert", hidden: true });
  private readonly agree = make("label", { class: "agree", hidden: true });
  private readonly agreed = make("input", { type: "checkbox" });
  private config: ChatConfig | undefined;
  private consent: Consent | undefined;
  private hasConsent = false;

  constructor(
    private readonly words: Words,
    private readonly context: ComposerContext,
  ) {
    this.input = make("textarea", {
      rows: "1",
      placeholder: words.write,
      "aria-label": words.write,
      enterkeyhint: "send",
      dir: "auto",
    });
    this.attach = make(
      "button",
      { class: "tool", type: "button", "aria-label": words.attach, title: words.attach, hidden: true },
      icon("attach"),
    );
    const go = make(
      "button",
      { class: "tool go", type: "submit", "aria-label": words.send, title: words.send },
      icon("send"),
    );
    this.element.append(
      this.agree,
      this.say,
      make("div", { class: "row" }, this.attach, make("div", { class: "box" }, this.input), go),
      this.picker,
    );
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.input.addEventListener("keydown", (event) => {
      // While a word is being composed, Enter belongs to the input method.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.submit();
    });
    this.input.addEventListener("input", () => {
      this.tell(undefined);
      if (this.input.value !== "") this.context.typing();
    });
    this.attach.addEventListener("click", () => this.picker.click());
    this.picker.addEventListener("change", () => {
      for (const file of this.picker.files ?? []) this.take(file);
      this.picker.value = "";
    });
    this.element.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0 || this.attach.hidden) return;
      event.preventDefault();
      for (const file of files) this.take(file);
    });
  }

  focus(): void {
    this.input.focus();
  }

  configure(config: ChatConfig): void {
    if (this.config !== undefined) return;
    this.config = config;
    this.attach.hidden = config.files === null;
    if (config.files !== null) this.picker.setAttribute("accept", config.files.types.join(","));
    const { consent } = config;
    if (consent === null) return;
    const short = this.context.language.slice(0, 2);
    const words = consent.wordings.find(({ language }) => language === short) ?? consent.wordings[0];
    if (words === undefined) return;
    this.consent = { language: words.language, wordingHash: words.wordingHash };
    const privacy =
      consent.privacyUrl === null
        ? undefined
        : make("a", { href: consent.privacyUrl, target: "_blank", rel: "noopener noreferrer" }, this.words.privacy);
    // The words stand in a node of their own, exactly as they were hashed.
    const wording = make("span", { lang: words.language, dir: "auto" }, words.wording);
    this.agree.append(this.agreed, make("span", {}, wording, privacy === undefined ? undefined : " ", privacy));
  }

  render({ hasConsent, notice }: ChatState): void {
    this.hasConsent = hasConsent;
    // It was given: whoever is asked again has agreed to nothing yet.
    if (hasConsent) this.agreed.checked = false;
    this.agree.hidden = this.consent === undefined || hasConsent;
    const closed = notice === "signIn";
    this.input.disabled = closed;
    this.attach.disabled = closed;
  }

  /** The consent that goes along, where one is needed still. */
  get given(): Consent | undefined {
    return this.consent !== undefined && !this.hasConsent && this.agreed.checked ? this.consent : undefined;
  }

  private get isAllowed(): boolean {
    if (this.consent === undefined || this.hasConsent || this.agreed.checked) return true;
    this.tell(this.words.consentFirst);
    this.agreed.focus();
    return false;
  }

  private submit(): void {
    const text = this.input.value;
    if (text.trim() === "" || !this.isAllowed) return;
    const most = this.config?.maxTextLength ?? Number.POSITIVE_INFINITY;
    const count = [...text].length;
    if (count > most) {
      this.tell(fill(this.words.tooLong, { count, most }));
      return;
    }
    this.tell(undefined);
    this.context.send(text, this.given);
    this.input.value = "";
    this.input.focus();
  }

  private take(file: File): void {
    const files = this.config?.files ?? null;
    if (files === null || !this.isAllowed) return;
    if (file.size > files.maxBytes)
      this.tell(fill(this.words.fileTooLarge, { most: formatSize(files.maxBytes, this.context.language) }));
    else if (file.size === 0) this.tell(this.words.fileRefused);
    else this.context.sendFile(file, this.given);
  }

  private tell(text: string | undefined): void {
    this.say.hidden = text === undefined;
    this.say.textContent = text ?? "";
  }
}
