import { inject, injectable } from "tsyringe";
import { callStatusOf } from "../calls/call-status.js";
import type { CallTraces } from "../calls/call-traces.js";
import type { ConsentBook } from "../consent/consent-book.js";
import type { SuppressionList } from "../consent/suppression-list.js";
import { TOKENS } from "../di/tokens.js";
import type { StoredMessage } from "../outbound/messages-of.js";
import type { PersonReferences } from "../people/person-references.js";
import type { LedgerEntry } from "../ports/ledger-entry.js";
import type { Store } from "../ports/store.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import { RequestError } from "../spec/errors/request-error.js";
import type { PersonData } from "./person-data.js";
import type { Person, PersonTraces } from "./person-traces.js";
import type { RestrictionBook } from "./restriction-book.js";
import type { RightsBook } from "./rights-book.js";
import type { RightsRequest } from "./rights-request.js";

const PAGE = 500;

/** Puts together what the host and the providers have about a person (R15: access, portability). */
@injectable()
export class PersonDataDesk {
  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.PersonReferences) private readonly people: PersonReferences,
    @inject(TOKENS.PersonTraces) private readonly traces: PersonTraces,
    @inject(TOKENS.ConsentBook) private readonly consents: ConsentBook,
    @inject(TOKENS.SuppressionList) private readonly suppressions: SuppressionList,
    @inject(TOKENS.RestrictionBook) private readonly restrictions: RestrictionBook,
    @inject(TOKENS.RightsBook) private readonly book: RightsBook,
    @inject(TOKENS.CallTraces) private readonly calls: CallTraces,
  ) {}

  /** Made anew each time: nothing of it is kept. @throws {RequestError} `RIGHTS_REQUEST_UNKNOWN`: not of this kind, or over. */
  async of(accountId: string, requestId: string): Promise<PersonData> {
    const request = await this.book.get(accountId, requestId);
    if ((request.right !== "access" && request.right !== "port") || request.addresses.length === 0)
      throw new RequestError("RIGHTS_REQUEST_UNKNOWN", { requestId });
    const messages: PersonData["messages"] = [];
    const messageIds: string[] = [];
    for await (const stored of this.traces.messages(request)) {
      messages.push(this.messageOf(request, stored));
      messageIds.push(stored.record.messageId);
    }
    const calls = await this.callsWith(request);
    messageIds.push(...calls.map(({ sessionId }) => sessionId));
    const deliveries: PersonData["deliveries"] = [];
    for await (const { rawId, channelId, recordedAtMs, contentType, body } of this.traces.inbound(request))
      if (body.length > 0)
        deliveries.push({ rawId, channelId, recordedAt: instant(recordedAtMs), contentType, body: base64(body) });
    const { addresses } = request;
    const consents = await Promise.all(addresses.map((address) => this.consents.of(accountId, address)));
    const suppressions = await Promise.all(addresses.map((address) => this.suppressions.of(accountId, address)));
    return {
      format: "plugboard/person-data/1",
      ...{ requestId, accountId, generatedAt: instant(this.clock.now()), addresses, messages, calls },
      transfers: await this.transfers(request, messageIds),
      deliveries,
      consents: consents.flat(),
      suppressions: suppressions.flat().map(({ scope, reason, atMs }) => ({ scope, reason, at: instant(atMs) })),
      restrictions: addresses.flatMap((address) =>
        this.restrictions
          .of(accountId, address)
          .map(({ kind, purposes }) => ({ kind, ...(purposes === undefined ? {} : { purposes: [...purposes] }) })),
      ),
      providers: providersOf(request),
    };
  }

  private async callsWith(person: Person): Promise<NonNullable<PersonData["calls"]>> {
    const all = this.calls.underWay(person);
    for await (const call of this.calls.ended(person)) all.push(call);
    return all.map((call) => {
      const { sessionId, channelId, direction, state, answeredAtMs, endedAtMs, cause, durationMs } = callStatusOf(call);
      return {
        ...{ sessionId, channelId, providerId: call.providerId, direction, state, beganAt: instant(call.createdAtMs) },
        ...(answeredAtMs === undefined ? {} : { answeredAt: instant(answeredAtMs) }),
        ...(endedAtMs === undefined ? {} : { endedAt: instant(endedAtMs) }),
        ...(cause === undefined ? {} : { cause }),
        ...(durationMs === undefined ? {} : { durationMs }),
        recordings: call.facts.recordings.map(({ mediaId }) => mediaId),
      };
    });
  }

  private messageOf(
    { accountId, addresses }: Person,
    { record, message }: StoredMessage,
  ): PersonData["messages"][number] {
    const names = new Set(addresses.map((address) => this.people.of(accountId, address)));
    const theirs = message?.recipients.filter(({ address }) => names.has(this.people.of(accountId, address))) ?? [];
    const { messageId, channelId, acceptedAtMs, state, stateAtMs, providerMessageId } = record;
    return {
      ...{ messageId, channelId, acceptedAt: instant(acceptedAtMs), state, stateAt: instant(stateAtMs) },
      ...(providerMessageId === undefined ? {} : { providerMessageId }),
      recipients: theirs,
      otherRecipients: (message?.recipients.length ?? 0) - theirs.length,
      ...(message?.sender === undefined ? {} : { sender: message.sender }),
      ...(message === undefined ? {} : { content: portable(message.content) }),
      ...(message?.legalBasis === undefined ? {} : { legalBasis: message.legalBasis }),
      ...(message?.metadata === undefined ? {} : { metadata: message.metadata }),
    };
  }

  /** By reference, and by message where an entry is from before references were kept. */
  private async transfers(
    { accountId, addresses }: Person,
    messageIds: readonly string[],
  ): Promise<PersonData["transfers"]> {
    const found = new Map<string, LedgerEntry>();
    for (const address of addresses) {
      const recipient = this.people.of(accountId, address);
      let after = 0;
      for (;;) {
        const entries = await this.store.ledger({ accountId, recipient, after, limit: PAGE });
        for (const entry of entries) found.set(entry.transferId, entry);
        if (entries.length < PAGE) break;
        after = entries.at(-1)?.sequence ?? after;
      }
    }
    for (const messageId of messageIds)
      for (const entry of await this.store.ledger({ accountId, messageId, limit: PAGE }))
        found.set(entry.transferId, entry);
    return [...found.values()].map((entry) => ({
      transferId: entry.transferId,
      messageId: entry.messageId,
      channelId: entry.channelId,
      providerId: entry.providerId,
      operation: entry.operation,
      outcome: entry.outcome,
      openedAt: instant(entry.openedAtMs),
      closedAt: instant(entry.closedAtMs),
      categories: strings(entry.categories),
      countries: JSON.parse(entry.countries) as unknown,
    }));
  }
}

function providersOf({ targets }: RightsRequest): PersonData["providers"] {
  return targets.flatMap(({ kind, channelId, providerId, state, proof, task, data = [] }) => {
    if (kind !== "provider" || channelId === undefined || providerId === undefined) return [];
    const answer = proof?.text ?? task?.instructions;
    return [
      {
        ...{ channelId, providerId, state },
        ...(answer === undefined ? {} : { answer }),
        data: data.map((text) => ({ $base64: text })),
      },
    ];
  });
}

/** Bytes become text; the rest is as it was sent. */
function portable(content: unknown): unknown {
  const text = JSON.stringify(content, function (this: Record<string, unknown>, key: string, value: unknown) {
    const own = this[key];
    return own instanceof Uint8Array ? base64(own) : value;
  });
  return JSON.parse(text) as unknown;
}

function strings(json: string): string[] {
  const read: unknown = JSON.parse(json);
  return Array.isArray(read) ? read.map(String) : [];
}

const base64 = (bytes: Uint8Array): { $base64: string } => ({ $base64: Buffer.from(bytes).toString("base64") });
const instant = (ms: number): string => new Date(ms).toISOString();
