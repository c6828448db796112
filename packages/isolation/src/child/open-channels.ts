import type { ProviderInstanceV1, ProviderV1, SiteAnswerV1, TransferV1 } from "@plugboard/core/spec";
import { TransferClosedError } from "@plugboard/core/spec";
import { z } from "zod";
import { type AnswerPiece, answerPieces } from "../border/answer-pieces.js";
import { CAPABILITY_FIELDS, CAPABILITY_METHODS, crossingOf } from "../border/capability-methods.js";
import type { Link } from "../border/link.js";
import { connectionOf, openSchema } from "./connection-of.js";
import type { LogLines } from "./log-lines.js";
import type { RemoteSockets } from "./remote-sockets.js";

const invokeSchema = z.object({
  channel: z.int(),
  capability: z.string(),
  method: z.string(),
  data: z.unknown().optional(),
});
const sinkSchema = z.object({ sink: z.int() });
const visitSchema = z.object({ visit: z.int(), request: z.looseObject({}) });

type Method = (...parameters: readonly unknown[]) => unknown;

interface Open {
  readonly instance: ProviderInstanceV1;
  readonly aborter: AbortController;
}

/** The channels of this process's connector. */
export class OpenChannels {
  private readonly channels = new Map<number, Open>();
  private readonly streams = new Map<number, AsyncIterator<string | Uint8Array> | Iterator<AnswerPiece>>();
  private lastStream = 0;

  constructor(
    private readonly provider: ProviderV1,
    private readonly link: () => Link,
    private readonly sockets: RemoteSockets,
    private readonly lines: LogLines,
  ) {}

  async open(data: unknown) {
    const request = openSchema.parse(data);
    const aborter = new AbortController();
    const settings: unknown = await this.provider.settingsSchema.parseAsync(request.settings);
    const { link, sockets, lines } = this;
    const instance = await this.provider.open(
      connectionOf(request, settings, { link, sockets, lines, signal: aborter.signal }),
    );
    this.channels.set(request.channel, { instance, aborter });
    return { capabilities: capabilitiesOf(instance) };
  }

  async close(channel: number): Promise<void> {
    const open = this.channels.get(channel);
    this.channels.delete(channel);
    open?.aborter.abort();
    await open?.instance.close();
  }

  async invoke(data: unknown, wanted: Pick<AbortController, "signal">): Promise<unknown> {
    const { channel, capability, method, data: argument } = invokeSchema.parse(data);
    const crossing = crossingOf(capability, method);
    const members = memberOf(this.channels.get(channel)?.instance, capability);
    const call = members?.[method];
    if (crossing === undefined || typeof call !== "function") throw new TypeError("no such method");
    const run = (...parameters: readonly unknown[]): unknown => (call as Method).call(members, ...parameters);
    switch (crossing) {
      case "data":
        return this.answer(await run(argument));
      case "transfer":
        return this.transfer(argument as TransferV1, run);
      case "signal":
        return run(wanted.signal);
      case "sink":
        return run(this.sinkOf(sinkSchema.parse(argument).sink), wanted.signal);
      case "site": {
        const { visit, request } = visitSchema.parse(argument);
        return this.page((await run({ ...request, signal: wanted.signal }, this.siteOf(visit))) as SiteAnswerV1);
      }
    }
  }

  /** The next piece of a streamed page, or of a long list. */
  async next(stream: number): Promise<{ piece?: string | Uint8Array | AnswerPiece }> {
    const iterator = this.streams.get(stream);
    const step = await iterator?.next();
    if (step === undefined || step.done === true) {
      this.streams.delete(stream);
      return {};
    }
    return { piece: step.value };
  }

  drop(stream: number): void {
    const iterator = this.streams.get(stream);
    this.streams.delete(stream);
    void iterator?.return?.();
  }

  /** The message is the plugin's until the transfer ends, here as in the host's process (R12). */
  private async transfer({ message, ...facts }: TransferV1, run: Method): Promise<unknown> {
    let held: TransferV1["message"] | undefined = message;
    try {
      return await run({
        ...facts,
        get message() {
          if (held === undefined) throw new TransferClosedError(facts.transferId);
          return held;
        },
      });
    } finally {
      held = undefined;
    }
  }

  private answer(answer: unknown): { answer: unknown } | { list: number } {
    const pieces = answerPieces(answer);
    if (pieces === undefined) return { answer };
    this.lastStream += 1;
    this.streams.set(this.lastStream, pieces.values());
    return { list: this.lastStream };
  }

  private page({ status, headers, body }: SiteAnswerV1) {
    if (typeof body === "string" || body instanceof Uint8Array) return { status, headers, body };
    this.lastStream += 1;
    this.streams.set(this.lastStream, body[Symbol.asyncIterator]());
    return { status, headers, stream: this.lastStream };
  }

  private sinkOf(sink: number) {
    const ask = (method: string, data: object) => this.link().ask(method, { sink, ...data });
    return {
      accept: (delivery: unknown) => ask("sink-accept", { delivery }),
      readCursor: (name: string) => ask("sink-read", { name }),
      writeCursor: (name: string, value: string) => ask("sink-write", { name, value }),
      report: (health: unknown) => void ask("sink-report", { health }),
    };
  }

  private siteOf(visit: number) {
    return {
      accept: (delivery: unknown) => this.link().ask("site-accept", { visit, delivery }),
      confirmConsent: (token: string) => this.link().ask("site-confirm", { visit, token }),
    };
  }
}

function memberOf(instance: ProviderInstanceV1 | undefined, capability: string): Record<string, unknown> | undefined {
  const member: unknown = instance === undefined ? undefined : Reflect.get(instance, capability);
  return typeof member === "object" && member !== null ? (member as Record<string, unknown>) : undefined;
}

/** Which methods of the contract an instance has, and its fields that are data. */
function capabilitiesOf(instance: ProviderInstanceV1) {
  const capabilities: Record<string, { methods: string[]; fields: Record<string, unknown> }> = {};
  for (const [capability, methods] of Object.entries(CAPABILITY_METHODS)) {
    const member = memberOf(instance, capability);
    if (member === undefined) continue;
    capabilities[capability] = {
      methods: Object.keys(methods).filter((method) => typeof member[method] === "function"),
      fields: Object.fromEntries((CAPABILITY_FIELDS[capability] ?? []).map((field) => [field, member[field]])),
    };
  }
  return capabilities;
}
