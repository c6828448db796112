import { Rate } from "./rate.js";

/** Questions that each open question of this side may lead to: a call of a connector is some requests, writes and records. */
const LED_TO = 16;
/**
 * Further ones that each question of this side makes room for while it is open, and to the end of its second: a file goes out in pieces, and who is asked
 * often may ask often.
 */
const MADE_ROOM_FOR = 64;

/** How many questions the other side may ask: so many in a second by itself, and more for each question it was asked. */
export class AskedBudget {
  private readonly byItself: Rate;
  private ledTo = 0;
  private room = 0;

  /** @param perSecond - that no question of this side led to. @param now - milliseconds that only grow. */
  constructor(perSecond: number, now: () => number) {
    this.byItself = new Rate(perSecond, now);
  }

  /** This side asks one more. @param open - how many of its questions are open, without this one. */
  called(open: number): void {
    this.renew(open);
    this.ledTo += LED_TO;
    this.room += MADE_ROOM_FOR;
  }

  /** The other side asked. @param open - how many questions of this side are open. */
  take(open: number): "led-to" | "unasked" | "too-many" {
    this.renew(open);
    // No more than those lead to that are open: a call that is over leads to nothing.
    this.ledTo = Math.min(this.ledTo, LED_TO * open);
    if (this.ledTo > 0) {
      this.ledTo -= 1;
      return "led-to";
    }
    if (!this.byItself.isExceeded()) return "unasked";
    if (this.room === 0) return "too-many";
    this.room -= 1;
    return "unasked";
  }

  /** The questions of a burst may come long after what they belong to was asked, so its room stays while that is open. */
  private renew(open: number): void {
    if (this.byItself.isNewSecond()) this.room = Math.min(this.room, MADE_ROOM_FOR * open);
  }
}
