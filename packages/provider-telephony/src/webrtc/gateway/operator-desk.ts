import type { SoftphoneCommand } from "../wire/softphone-command.js";
import type { SoftphonePresence } from "../wire/softphone-presence.js";
import { OperatorPage } from "./operator-page.js";

const COMMANDS_KEPT = 100;
const PAGES_KEPT = 20;
/** What an operator is whose pages say different things: the first of these. */
const FIRST_OF: readonly SoftphonePresence["state"][] = ["busy", "available", "away"];

/** One operator, who may have several pages: tabs, or a desk at home and one at work. */
export class OperatorDesk {
  /** In the order in which they came. */
  private readonly pages = new Map<string, OperatorPage>();
  /** For whichever page asks first. */
  private readonly waiting: SoftphoneCommand[] = [];

  /** @param id - the page's own name for itself; empty for one that has none. */
  page(id: string): OperatorPage {
    const known = this.pages.get(id);
    if (known) return known;
    const page = new OperatorPage(id !== "");
    this.pages.set(id, page);
    const [oldest] = this.pages.keys();
    if (this.pages.size > PAGES_KEPT && oldest !== undefined) this.pages.delete(oldest);
    return page;
  }

  /** Of this page alone, or of all. */
  state(nowMs: number, pageId?: string): SoftphonePresence["state"] {
    if (pageId !== undefined) return this.pages.get(pageId)?.state(nowMs) ?? "offline";
    const states = [...this.pages.values()].map((page) => page.state(nowMs));
    return FIRST_OF.find((state) => states.includes(state)) ?? "offline";
  }

  /**
   * Commands wait until they are asked for.
   * @param pageIds - the pages that are to do it; without any it is whichever asks first.
   * @returns false when too much waits already: nothing is taken.
   */
  command(command: SoftphoneCommand, pageIds: readonly string[] = []): boolean {
    const pages = pageIds.flatMap((id) => this.pages.get(id) ?? []);
    if (pages.length === 0) {
      if (this.waiting.length >= COMMANDS_KEPT) return false;
      this.waiting.push(command);
      for (const page of this.pages.values()) page.rouse();
      return true;
    }
    if (pages.some(({ waits }) => waits >= COMMANDS_KEPT)) return false;
    for (const page of pages) page.command(command);
    return true;
  }

  ask(
    pageId: string,
    last: string | undefined,
    patienceMs: number,
    now: () => number,
    signal: AbortSignal,
  ): Promise<SoftphoneCommand[]> {
    return this.page(pageId).ask(this.waiting, last, patienceMs, now, signal);
  }

  close(): void {
    for (const page of this.pages.values()) page.rouse();
  }
}
