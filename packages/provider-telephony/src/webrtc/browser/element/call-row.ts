import type { PhoneCall } from "../phone/phone-call.js";
import { make } from "./make.js";
import type { SoftphoneTexts } from "./softphone-texts.js";

export interface CallActions {
  answer(id: string): void;
  hangUp(id: string, reason?: "declined"): void;
  mute(id: string, on: boolean): void;
  hold(id: string, on: boolean): void;
  digits(id: string, digits: string): void;
  transfer(id: string, target: string): void;
  join(id: string, consultationId: string): void;
}

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

/** One call in the list. Made once and changed in place, so that the focus stays where it is. */
export class CallRow {
  readonly element: HTMLLIElement;
  private call: PhoneCall;
  private readonly state = make("span", { part: "call-state" });
  private readonly clock = make("span", { part: "call-clock", "aria-hidden": "true" });
  private readonly answer: HTMLButtonElement;
  private readonly hangUp: HTMLButtonElement;
  private readonly mute: HTMLButtonElement;
  private readonly hold: HTMLButtonElement;
  private readonly transfer: HTMLButtonElement;
  private readonly joins = make("div", { class: "actions" });
  private readonly transferForm: HTMLFormElement;
  private readonly transferTarget: HTMLInputElement;
  private readonly keypad: HTMLFieldSetElement;

  constructor(
    call: PhoneCall,
    private readonly texts: SoftphoneTexts,
    private readonly actions: CallActions,
  ) {
    this.call = call;
    const { id } = call;
    const who = nameOf(call);
    const button = (label: string, part: string, click: () => void): HTMLButtonElement =>
      make("button", { type: "button", part: `button ${part}`, "data-action": part, click }, label);
    this.answer = button(texts.answer, "answer", () => actions.answer(id));
    this.answer.classList.add("go");
    this.hangUp = button(texts.hangUp, "hang-up", () =>
      actions.hangUp(id, this.call.state === "offered" ? "declined" : undefined),
    );
    this.hangUp.classList.add("stop");
    this.mute = button(texts.mute, "mute", () => actions.mute(id, !this.call.muted));
    this.hold = button(texts.hold, "hold", () => actions.hold(id, !this.call.held));
    this.transfer = button(texts.transfer, "transfer", () => this.openTransfer(this.transferForm.hidden));
    this.transferTarget = make("input", {
      id: `transfer-${id}`,
      type: "text",
      inputmode: "tel",
      autocomplete: "off",
      required: true,
      part: "input",
    });
    this.transferForm = make(
      "form",
      {
        hidden: true,
        submit: (event) => {
          event.preventDefault();
          actions.transfer(id, this.transferTarget.value);
          this.openTransfer(false);
        },
      },
      make("label", { for: `transfer-${id}` }, texts.transferTo),
      this.transferTarget,
      make("button", { type: "submit", part: "button transfer-now", "data-action": "transfer-now" }, texts.transferNow),
    );
    this.keypad = make(
      "fieldset",
      { class: "keypad", part: "keypad", keydown: (event) => this.typed(event) },
      make("legend", {}, texts.keypad),
      ...KEYS.map((key) => button(key, "key", () => actions.digits(id, key))),
    );
    const group = make(
      "div",
      { class: "call", part: "call", role: "group", "aria-label": texts.callWith.replace("{who}", who) },
      make("div", { class: "who", part: "call-who" }, who),
      make("div", { class: "line" }, this.state, this.clock),
      make("div", { class: "actions" }, this.answer, this.mute, this.hold, this.transfer, this.hangUp),
      this.transferForm,
      this.joins,
      this.keypad,
    );
    this.element = make("li", { "data-call": id }, group);
  }

  /** @param others - the other calls in conversation, which this one can be connected with. */
  show(call: PhoneCall, others: readonly PhoneCall[]): void {
    this.call = call;
    const talking = call.state === "established";
    this.element.dataset["state"] = call.state;
    this.state.textContent = this.stateText();
    this.answer.hidden = call.state !== "offered";
    this.hangUp.hidden = call.state === "ended";
    this.hangUp.textContent = call.state === "offered" ? this.texts.decline : this.texts.hangUp;
    for (const control of [this.mute, this.hold, this.transfer, this.keypad]) control.hidden = !talking;
    this.mute.setAttribute("aria-pressed", String(call.muted));
    this.hold.setAttribute("aria-pressed", String(call.held));
    if (!talking) this.openTransfer(false);
    this.showJoins(talking ? others : []);
    this.tick();
  }

  /** Moves the clock. */
  tick(): void {
    const { answeredAtMs, state } = this.call;
    if (state === "ended") return;
    const seconds = answeredAtMs === undefined ? 0 : Math.floor((Date.now() - answeredAtMs) / 1_000);
    const two = (value: number): string => String(value).padStart(2, "0");
    this.clock.textContent = answeredAtMs === undefined ? "" : `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
  }

  /** Where the keyboard is wanted next. */
  focus(): void {
    (this.answer.hidden ? this.hangUp : this.answer).focus();
  }

  private stateText(): string {
    const { state, held, heldByRemote, transfer, cause } = this.call;
    if (state === "ended" && cause !== undefined) return this.texts.ends[cause];
    const { onHold, heldByRemote: heldThere, callStates, transferFailed } = this.texts;
    const talking = held ? onHold : heldByRemote ? heldThere : callStates.established;
    const now = state === "established" ? talking : callStates[state];
    return transfer === "failed" ? `${transferFailed} · ${now}` : now;
  }

  private openTransfer(open: boolean): void {
    this.transferForm.hidden = !open;
    this.transfer.setAttribute("aria-expanded", String(open));
    if (open) this.transferTarget.focus();
  }

  private showJoins(others: readonly PhoneCall[]): void {
    const wanted = others.map((other) => other.id).join(" ");
    if (this.joins.dataset["others"] === wanted) return;
    this.joins.dataset["others"] = wanted;
    this.joins.replaceChildren(
      ...others.map((other) =>
        make(
          "button",
          {
            type: "button",
            part: "button join",
            "data-action": "join",
            click: () => this.actions.join(this.call.id, other.id),
          },
          this.texts.joinWith.replace("{who}", nameOf(other)),
        ),
      ),
    );
  }

  private typed(event: Event): void {
    if (!(event instanceof KeyboardEvent) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!KEYS.includes(event.key)) return;
    event.preventDefault();
    this.actions.digits(this.call.id, event.key);
  }
}

/** The other side's address without the scheme, after the name it gives itself: that proves nothing. */
export function nameOf({ name, address }: PhoneCall): string {
  const bare = address.replace(/^sips?:/, "");
  return name === undefined ? bare : `${name} (${bare})`;
}
