import { inject, injectable } from "tsyringe";
import type { ConsentBook } from "../../consent/consent-book.js";
import type { SuppressionList } from "../../consent/suppression-list.js";
import { TOKENS } from "../../di/tokens.js";
import type { LedgerExporter } from "../../ledger/ledger-exporter.js";
import type { PersonReferences } from "../../people/person-references.js";
import type { Store } from "../../ports/store.js";
import { actText } from "../../sealing/act-text.js";
import type { SealedText } from "../../sealing/sealed-text.js";
import { transferText } from "../../sealing/transfer-text.js";
import type { ClockV1 } from "../../spec/connection/clock.js";
import { RequestError } from "../../spec/errors/request-error.js";
import type { Address } from "../../spec/message/address.js";
import type { ChannelRegistry } from "../channel-registry.js";

const PAGE = 500;

/** Whose evidence, and of which transfers; times in milliseconds since the epoch. */
export interface EvidenceQuery {
  readonly accountId: string;
  readonly address: Address;
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** Puts together what shows why a person was written to (R14). */
@injectable()
export class EvidenceDesk {
  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.PersonReferences) private readonly people: PersonReferences,
    @inject(TOKENS.ConsentBook) private readonly consents: ConsentBook,
    @inject(TOKENS.SuppressionList) private readonly suppressions: SuppressionList,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.LedgerExporter) private readonly exporter: LedgerExporter,
  ) {}

  /** Consents and suppressions are given whole, whenever they were made: a transfer may rest on an old one. */
  async *lines({ accountId, address, fromMs = -Infinity, toMs = Infinity }: EvidenceQuery): AsyncGenerator<string> {
    const recipient = this.people.of(accountId, address);
    const consents = await this.consents.of(accountId, address);
    const suppressions = await this.suppressions.of(accountId, address);
    const channelIds = await this.channelsUsed({ accountId, recipient, fromMs, toMs });
    const activations = await this.activations(accountId, channelIds);
    const first: object[] = [
      {
        kind: "evidence",
        format: 1,
        accountId,
        person: address,
        recipient,
        ...(fromMs === -Infinity ? {} : { fromMs }),
        ...(toMs === Infinity ? {} : { toMs }),
        madeAtMs: this.clock.now(),
      },
      ...consents.map((consent) => ({ kind: "consent", ...consent })),
      ...suppressions.map((suppression) => ({ kind: "suppression", ...suppression })),
      ...activations,
    ];
    const subjects = new Set([...consents.map(({ consentId }) => consentId), ...channelIds]);
    yield* this.exporter.lines(first, {
      accountId,
      transfer: (entry) => {
        const { openedAtMs, recipients = [] } = transferText.decode(entry);
        return recipients.includes(recipient) && openedAtMs >= fromMs && openedAtMs < toMs;
      },
      act: (entry) => isAbout(entry, subjects, recipient),
      withhold: (entry) => ({ ...entry, parts: transferText.withholdOthers(entry.parts ?? "", recipient) }),
    });
  }

  private async channelsUsed(query: {
    accountId: string;
    recipient: string;
    fromMs: number;
    toMs: number;
  }): Promise<Set<string>> {
    const used = new Set<string>();
    const { accountId, recipient } = query;
    const period = {
      ...(query.fromMs === -Infinity ? {} : { fromMs: query.fromMs }),
      ...(query.toMs === Infinity ? {} : { toMs: query.toMs }),
    };
    for (let after = 0; ;) {
      const entries = await this.store.ledger({ accountId, recipient, ...period, after, limit: PAGE });
      for (const { channelId } of entries) used.add(channelId);
      if (entries.length < PAGE) return used;
      after = entries.at(-1)?.sequence ?? after;
    }
  }

  private async activations(accountId: string, channelIds: ReadonlySet<string>): Promise<object[]> {
    const activations: object[] = [];
    for (const channelId of channelIds) {
      try {
        const { instruction, acceptances } = await this.channels.document(accountId, channelId);
        // What connects to the provider is not evidence of anything, and may be secret.
        const { settings: _settings, secret: _secret, ...told } = instruction as Readonly<Record<string, unknown>>;
        activations.push({ kind: "activation", ...told, channelId, acceptances });
      } catch (error) {
        // A channel that was removed: its sealed acts still tell of it.
        if (!(error instanceof RequestError)) throw error;
      }
    }
    return activations;
  }
}

/** Acts about the person's consents and suppressions, and about the channels used. */
function isAbout(entry: SealedText, subjects: ReadonlySet<string>, recipient: string): boolean {
  const { subject, action } = actText.decode(entry);
  if (subject.startsWith(`${recipient}/`)) return true;
  return subjects.has(subject) && action !== "message-refused";
}
