import type { InboundSinkV1, ProviderInstanceV1, SiteHostV1, TransferV1 } from "@plugboard/core/spec";
import { CAPABILITY_METHODS, type Crossing, crossingOf } from "../border/capability-methods.js";
import type { Broker } from "./broker.js";
import type { OpenedSchema } from "./opened-schema.js";
import { siteAnswerOf } from "./site-answer-of.js";
import { wholeAnswer } from "./whole-answer.js";

/** How an instance reaches its process: opens the channel there when this life of the process does not know it yet. */
export interface InstanceLine {
  invoke(capability: string, method: string, data: unknown, signal?: AbortSignal): Promise<unknown>;
  /** Of a streamed page or a long list: its next piece, nothing at the end. */
  next(stream: number): Promise<unknown>;
  drop(stream: number): void;
  close(): Promise<void>;
}

/**
 * A channel of an isolated connector as core sees it: the same capabilities and methods as the connector in its process has, each a question over the
 * border.
 * @param opened - what the connector has, as it said when the channel opened
 */
export function isolatedInstance(opened: OpenedSchema, line: InstanceLine, broker: Broker): ProviderInstanceV1 {
  const instance: Record<string, unknown> = { close: () => line.close() };
  for (const [capability, { methods, fields }] of Object.entries(opened.capabilities)) {
    if (!Object.hasOwn(CAPABILITY_METHODS, capability)) continue;
    const members: Record<string, unknown> = { ...fields };
    for (const method of methods) {
      const crossing = crossingOf(capability, method);
      if (crossing === undefined) continue;
      members[method] = callOf(crossing, broker, line, (data, signal) => line.invoke(capability, method, data, signal));
    }
    instance[capability] = members;
  }
  // Every member was made by the table of the contract; core checks what each answers.
  return instance as unknown as ProviderInstanceV1;
}

type Invoke = (data: unknown, signal?: AbortSignal) => Promise<unknown>;

function callOf(crossing: Crossing, broker: Broker, line: InstanceLine, invoke: Invoke): unknown {
  switch (crossing) {
    case "data":
      return async (data: unknown) => wholeAnswer(await invoke(data), line);
    case "transfer":
      return ({ transferId, messageId, attempt, idempotencyKey, deadlineAtMs, message }: TransferV1) =>
        invoke({ transferId, messageId, attempt, idempotencyKey, deadlineAtMs, message });
    case "signal":
      return (signal: AbortSignal) => invoke({}, signal);
    case "sink":
      return async (host: InboundSinkV1, signal: AbortSignal) => {
        const sink = broker.sinks.add(host);
        try {
          await invoke({ sink }, signal);
        } finally {
          broker.sinks.take(sink);
        }
      };
    case "site":
      return async ({ signal, ...request }: { readonly signal: AbortSignal }, host: SiteHostV1) => {
        const visit = broker.visits.add(host);
        try {
          return siteAnswerOf(await invoke({ visit, request: { ...request } }, signal), line);
        } finally {
          broker.visits.take(visit);
        }
      };
  }
}
