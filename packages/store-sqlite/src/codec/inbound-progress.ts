import type { InboundChange } from "@plugboard/core";
import { Row } from "./row.js";

type Progress = Pick<InboundChange, "attempt" | "dueAtMs" | "finished">;

const NONE: Progress = { attempt: 0, dueAtMs: 0, finished: "[]" };

/** Column `progress` of `inbound`: what handlers and retries change. NULL for a delivery as it came. */
export const inboundProgress = {
  encode({ attempt, dueAtMs, finished }: Progress): string {
    return JSON.stringify([attempt, dueAtMs, finished]);
  },

  /** @throws {RowUnreadable} */
  decode(progress: string | undefined): Progress {
    if (progress === undefined) return NONE;
    const row = Row.one(progress);
    return {
      attempt: row.number(0),
      dueAtMs: row.number(1),
      finished: row.text(2),
    };
  },

  isNone({ attempt, dueAtMs, finished }: Progress): boolean {
    return attempt === NONE.attempt && dueAtMs === NONE.dueAtMs && finished === NONE.finished;
  },
};
