import type { GatewayVerb } from "../wire/gateway-api.js";
import type { SoftphoneEvent } from "../wire/softphone-event.js";

type Told = Pick<SoftphoneEvent, "eventId" | "event" | "cause" | "endedBy">;

/**
 * A call as the gateway knows it: a page told of it, or was asked to begin it. A call that comes in rings in all pages of its operator, and is one call:
 * where one page has answered, or still rings, the end in another is none.
 */
export class KnownCall {
  state: "begun" | "offered" | "ringing" | "answered" = "offered";
  /** What is done when it is answered. */
  verbs: readonly GatewayVerb[] = [];
  /** The event that ended it; other pages may not have told of the end yet. */
  private endedBy: string | undefined;
  /** Those that have it; the first is the one that told of it. */
  private readonly pages = new Set<string>();

  constructor(
    readonly operator: string,
    /** What pages know it by. */
    readonly pageCall: string,
    /** Whom the host asked to be called; absent where it did not. */
    readonly to?: string,
  ) {}

  get pageIds(): readonly string[] {
    return [...this.pages];
  }

  get isOver(): boolean {
    return this.endedBy !== undefined;
  }

  /** No page has it, or none any more. */
  get isLeft(): boolean {
    return this.pages.size === 0;
  }

  /** A page has it, or was asked to begin it. */
  addPage(pageId: string): void {
    if (!this.isAnothers(pageId)) this.pages.add(pageId);
  }

  /** A page tells. @returns whether it says of the call what the host does not know by another page. */
  hears(pageId: string, told: Told): boolean {
    if (this.isAnothers(pageId)) return false;
    if (told.event === "ended") return this.hearsEnd(pageId, told);
    this.pages.add(pageId);
    if (told.event === "offered") return this.pageIds[0] === pageId;
    if (told.event === "answered") {
      this.pages.clear();
      this.pages.add(pageId);
    }
    if (told.event === "answered" || told.event === "ringing") this.state = told.event;
    return true;
  }

  private hearsEnd(pageId: string, { eventId, cause, endedBy }: Told): boolean {
    this.pages.delete(pageId);
    // An operator who says no says so for all their pages (RFC 3261 §21.6.2).
    const isEnd = this.isLeft || (cause === "declined" && endedBy === "operator");
    if (isEnd) this.endedBy ??= eventId;
    return this.endedBy === eventId;
  }

  private isAnothers(pageId: string): boolean {
    return this.state === "answered" && !this.isLeft && !this.pages.has(pageId);
  }
}
