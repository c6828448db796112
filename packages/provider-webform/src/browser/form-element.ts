import type { FormDelivery } from "../form/form-delivery.js";
import type { ShownForm } from "../form/shown-form.js";
import { formStyle } from "../view/form-style.js";
import { formView } from "../view/form-view.js";
import { messageView } from "../view/message-view.js";
import { node } from "../view/view-node.js";
import { OWN_NAMES } from "../view/own-names.js";
import { findProblems } from "./find-problems.js";
import { loadForm } from "./load-form.js";
import { makeDom } from "./make-dom.js";
import { postForm, type PostResult } from "./post-form.js";
import { readControls } from "./read-controls.js";
import { showProblems } from "./show-problems.js";
import { solveProof } from "./solve-proof.js";

const HOST_STYLE =
  ":host{all:initial;display:block;container-type:inline-size;color-scheme:light dark}:host([hidden]){display:none}";
const NONE: ReadonlyMap<string, string> = new Map();

/**
 * `<plugboard-form src="https://forms.example.com/sites/contact">`: a form of the host on any page. What stands inside is shown until the form is there,
 * and where there is no script: a link to `src` is a good thing to put there.
 *
 * Attributes: `src`, `lang`, `redirect` (one of those the account listed), `theme` (`light`, `dark`). Events: `plugboard-form-ready`,
 * `plugboard-form-sent`, `plugboard-form-failed` with `detail.code`; none of them carries what was written.
 */
export class PlugboardFormElement extends HTMLElement {
  static readonly observedAttributes = ["src", "lang", "redirect", "theme"];
  readonly #root = this.attachShadow({ mode: "open" });
  #delivery: FormDelivery | undefined;
  #shownAtMs = 0;
  #proof: Promise<string> | undefined;
  #isSending = false;
  /** What was posted without hearing whether it arrived. */
  #unheard: string | undefined;
  #loads = 0;

  connectedCallback(): void {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(HOST_STYLE + formStyle);
    this.#root.adoptedStyleSheets = [sheet];
    void this.#load();
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (!this.isConnected || before === now) return;
    if (name === "theme") this.#applyTheme();
    else void this.#load();
  }

  get #src(): string {
    const src = this.getAttribute("src");
    if (src === null) return "";
    try {
      return new URL(src, document.baseURI).href.replace(/\/$/, "");
    } catch {
      // No address: there is no form to show, and that is told.
      return "";
    }
  }

  get #form(): HTMLFormElement | null {
    return this.#root.querySelector("form.form");
  }

  /** Fetches and shows the form; what was typed before is kept. */
  async #load(focus = false): Promise<void> {
    if (this.#root.childNodes.length === 0) this.#root.append(document.createElement("slot"));
    this.#loads += 1;
    const load = this.#loads;
    const language = this.lang || (this.closest<HTMLElement>("[lang]")?.lang ?? "");
    const delivery = this.#src === "" ? undefined : await loadForm(this.#src, language);
    // Another attribute changed meanwhile.
    if (load !== this.#loads) return;
    if (delivery === undefined) {
      this.#tell("failed", "unavailable");
      return;
    }
    const values = new Map<string, string[]>();
    const form = this.#form;
    if (form !== null)
      for (const [name, value] of readControls(form).values)
        if (!isOtherWording(name, this.#delivery?.form, delivery.form))
          values.set(name, [...(values.get(name) ?? []), value]);
    this.#take(delivery);
    const redirect = this.getAttribute("redirect") ?? undefined;
    this.#show(formView(delivery.form, { action: this.#src, token: delivery.token, redirect, values }));
    const shown = this.#form;
    if (shown === null) return;
    shown.noValidate = true;
    shown.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#submit(shown);
    });
    shown.addEventListener("focusin", () => void this.#solve(), { once: true });
    if (focus) shown.querySelector<HTMLElement>("input,textarea,select")?.focus();
    this.#tell("ready");
  }

  #take(delivery: FormDelivery): void {
    this.#delivery = delivery;
    this.#shownAtMs = performance.now();
    this.#proof = undefined;
    this.#unheard = undefined;
  }

  #show(view: Parameters<typeof makeDom>[0]): void {
    this.#root.replaceChildren(makeDom(view));
    this.#applyTheme();
  }

  #applyTheme(): void {
    const theme = this.getAttribute("theme");
    for (const part of this.#root.querySelectorAll<HTMLElement>(".form"))
      if (theme === null) delete part.dataset["theme"];
      else part.dataset["theme"] = theme;
  }

  #solve(): Promise<string> {
    const proof = this.#delivery?.proof;
    this.#proof ??= proof === undefined ? Promise.resolve("") : solveProof(proof);
    return this.#proof;
  }

  async #submit(form: HTMLFormElement): Promise<void> {
    const delivery = this.#delivery;
    if (delivery === undefined || this.#isSending) return;
    const problems = findProblems(form, delivery.form);
    showProblems(form, delivery.form, problems);
    if (problems.size > 0) return;
    this.#isSending = true;
    if (await this.#tellGone(form)) {
      this.#isSending = false;
      return;
    }
    const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
    button?.setAttribute("aria-disabled", "true");
    if (button !== null) button.textContent = delivery.form.words.sending;
    let result = await this.#post(form);
    // The form stood open for too long: a fresh token, and once more.
    if (result.status === "refused" && (result.code === "token" || result.code === "too-fast")) {
      const fresh = await loadForm(this.#src, delivery.form.language);
      if (fresh !== undefined) {
        this.#take(fresh);
        result = await this.#post(form);
      }
    }
    this.#isSending = false;
    button?.removeAttribute("aria-disabled");
    if (button !== null) button.textContent = delivery.form.submitLabel;
    this.#end(form, result);
    // Whatever is sent next is another submission.
    if (result.code === "already") await this.#renew();
  }

  async #renew(): Promise<void> {
    const fresh = await loadForm(this.#src, this.#delivery?.form.language ?? "");
    if (fresh !== undefined) this.#take(fresh);
  }

  /** A file that was moved or changed since it was chosen breaks off the request as a lost network does. */
  async #tellGone(form: HTMLFormElement): Promise<boolean> {
    const shown = this.#delivery?.form;
    const { files } = readControls(form);
    const reads = files.map(async ([name, file]) => {
      // A browser says of one that is gone that it cannot be read, or that there is nothing in it.
      const size = await file
        .slice(0, 1)
        .arrayBuffer()
        .then(
          ({ byteLength }) => byteLength,
          () => 0,
        );
      return size === 0 ? name : "";
    });
    const gone = (await Promise.all(reads)).filter((name) => name !== "");
    if (shown === undefined || gone.length === 0) return false;
    showProblems(form, shown, new Map(gone.map((name) => [name, "gone"])));
    this.#tell("failed", "invalid");
    return true;
  }

  async #post(form: HTMLFormElement): Promise<PostResult> {
    const delivery = this.#delivery;
    if (delivery === undefined) return { status: "unheard" };
    const { values, files } = readControls(form);
    const sent = values.map(([name, value]): [string, string] => [
      name,
      name === OWN_NAMES.token ? delivery.token : value,
    ]);
    const solution = await this.#solve();
    if (solution !== "") sent.push([OWN_NAMES.proof, solution]);
    const restMs = delivery.minimumFillMs - (performance.now() - this.#shownAtMs);
    if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs + 50));
    const fingerprint = JSON.stringify([sent, files.map(([name, { size }]) => [name, size])]);
    const result = await postForm(this.#src, sent, files);
    if (result.status === "unheard") this.#unheard = fingerprint;
    // The first time it had arrived after all.
    else if (result.code === "already" && this.#unheard === fingerprint) return { status: "accepted" };
    return result;
  }

  #end(form: HTMLFormElement, result: PostResult): void {
    const shown = this.#delivery?.form;
    if (shown === undefined) return;
    if (result.status === "accepted") {
      this.#tell("sent");
      // A page that took the form away meanwhile stays where it is.
      if (result.redirect === undefined) this.#thank();
      else if (this.isConnected && /^https?:/.test(result.redirect)) location.assign(result.redirect);
      return;
    }
    if (result.status === "invalid") {
      showProblems(form, shown, result.problems ?? NONE);
      this.#tell("failed", "invalid");
      return;
    }
    const code = result.code ?? (navigator.onLine ? "try-later" : "offline");
    const { failures } = shown.words;
    showProblems(
      form,
      shown,
      NONE,
      failures[code === "token" || code === "too-fast" ? "again" : code] ?? failures["refused"],
    );
    this.#tell("failed", code);
  }

  #thank(): void {
    const shown = this.#delivery?.form;
    if (shown === undefined) return;
    const another = node(
      "div",
      { class: "end" },
      node("button", { type: "button", part: "button" }, shown.words.another),
    );
    const { words, confirmation } = shown;
    this.#show(messageView(shown, { title: words.sentTitle, text: confirmation, isDone: true }, another));
    this.#root.querySelector("button")?.addEventListener("click", () => void this.#load(true));
    this.#root.querySelector<HTMLElement>(".message")?.focus();
  }

  #tell(what: "ready" | "sent" | "failed", code?: string): void {
    const detail = code === undefined ? {} : { code };
    this.dispatchEvent(new CustomEvent(`plugboard-form-${what}`, { bubbles: true, composed: true, detail }));
  }
}

/** Whether a consent would be asked for in other words than before: a tick stays only under the words it was made under. */
function isOtherWording(name: string, before: ShownForm | undefined, now: ShownForm): boolean {
  const one = (form: ShownForm | undefined) => form?.fields.find((field) => field.name === name);
  return one(now)?.type === "consent" && one(before)?.label !== one(now)?.label;
}
