import type { MessageQueue } from "@plugboard/core";

const NAMES = ["none", "ready", "deferred", "held"] as const;

/** Column `queue`; NULL keeps finished rows out of the partial indexes. */
export function queueNumber(queue: MessageQueue): number | null {
  return queue === "none" ? null : NAMES.indexOf(queue);
}

export function queueName(number: number | undefined): MessageQueue {
  return NAMES[number ?? 0] ?? "none";
}
