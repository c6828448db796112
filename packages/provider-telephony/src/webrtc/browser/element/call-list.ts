import type { PhoneCall } from "../phone/phone-call.js";
import { type CallActions, CallRow } from "./call-row.js";
import { make } from "./make.js";
import type { SoftphoneTexts } from "./softphone-texts.js";

/** All calls, each a row that is made once and changed in place. */
export class CallList {
  readonly element = make("ul", { part: "calls" });
  private readonly rows = new Map<string, CallRow>();

  constructor(
    private readonly texts: SoftphoneTexts,
    private readonly actions: CallActions,
  ) {}

  /** Shows these calls and no other. @param focused - where the keyboard is. @returns calls that have ended with the keyboard in their row. */
  show(calls: readonly PhoneCall[], focused: Element | null): readonly string[] {
    for (const [id, row] of this.rows) {
      if (calls.some((call) => call.id === id)) continue;
      row.element.remove();
      this.rows.delete(id);
    }
    return calls.flatMap((call) => {
      const row = this.rowOf(call);
      const hadFocus = row.element.contains(focused);
      row.show(
        call,
        calls.filter(({ id, state }) => id !== call.id && state === "established"),
      );
      return hadFocus && call.state === "ended" ? [call.id] : [];
    });
  }

  /** Moves the clocks. */
  tick(): void {
    for (const row of this.rows.values()) row.tick();
  }

  focus(callId: string): void {
    this.rows.get(callId)?.focus();
  }

  private rowOf(call: PhoneCall): CallRow {
    const known = this.rows.get(call.id);
    if (known) return known;
    const row = new CallRow(call, this.texts, this.actions);
    this.rows.set(call.id, row);
    this.element.append(row.element);
    return row;
  }
}
