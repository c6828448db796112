import { inject, injectable } from "tsyringe";
import { z } from "zod";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { Channel } from "../host/channel.js";
import type { ChannelRegistry } from "../host/channel-registry.js";
import type { PersonReferences } from "../people/person-references.js";
import type { Ids } from "../ports/ids.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import type { SubjectRightsV1 } from "../spec/capabilities/subject-rights.js";
import { ContactCenterError } from "../spec/errors/contact-center-error.js";
import type { Address } from "../spec/message/address.js";
import { withinTime } from "../timing/within-time.js";

/** Time a provider has for one address. Milliseconds. */
const LIMIT_MS = 300_000;

const answerSchema = z.lazy(() =>
  z.object({
    result: z.enum(["done", "nothing-found", "manual"]),
    proof: z.string().max(1_000).optional(),
    instructions: z.string().max(10_000).optional(),
    data: z.instanceof(Uint8Array).optional(),
  }),
);

export type ProviderRight = SubjectRightsV1["rights"][number];

/** What became of a right at one provider. */
export type ProviderAnswer =
  | { readonly outcome: "done"; readonly proof: string; readonly data: readonly Uint8Array[] }
  | { readonly outcome: "manual"; readonly code: string; readonly instructions: string; readonly proof: string }
  | { readonly outcome: "failed"; readonly code: string };

/**
 * Carries a person's right to a provider (R15). Not behind the gates of messages: a blocked account's people have their rights, too. Behind the egress
 * guard all the same, as a transfer with its receipt: the address goes to who has it already, and to nobody else.
 */
@injectable()
export class ProviderRights {
  constructor(
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.Ids) private readonly ids: Ids,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.PersonReferences) private readonly people: PersonReferences,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
  ) {}

  /** Whether a channel can have carried this person's messages, by the kind of their addresses. */
  concerns({ provider }: Channel, addresses: readonly Address[]): boolean {
    const kinds = provider?.manifest.content?.addressKinds;
    return kinds === undefined || addresses.some(({ kind }) => kinds.includes(kind));
  }

  /** Whether the provider has a way for it. */
  offers({ provider }: Channel): boolean {
    return provider?.manifest.capabilities.includes("subjectRights") ?? false;
  }

  /**
   * @param request.requestId - under which the receipt stands.
   * @param request.hasMessages - whether the provider was sent anything of the person: then somebody has to see to it where it has no way.
   */
  async carry(
    { accountId, channelId }: { readonly accountId: string; readonly channelId: string },
    request: {
      readonly requestId: string;
      readonly right: ProviderRight;
      readonly addresses: readonly Address[];
      readonly providerMessageIds: readonly string[];
    },
  ): Promise<ProviderAnswer> {
    const channel = this.channels.find(accountId, channelId);
    const provider = channel?.provider;
    if (channel === undefined || provider === undefined) return { outcome: "failed", code: "PROVIDER_UNAVAILABLE" };
    const { manifest } = provider;
    if (!this.offers(channel)) return byHand("NO_WAY", request.right, manifest);
    const kinds = manifest.content?.addressKinds;
    const proofs: string[] = [];
    const data: Uint8Array[] = [];
    const left: string[] = [];
    for (const address of request.addresses) {
      if (kinds !== undefined && !kinds.includes(address.kind)) continue;
      let answer: z.infer<typeof answerSchema> | undefined;
      try {
        answer = await this.ask(channel, request, address);
      } catch (error) {
        // A plugin's own error may quote the address: its code is kept, its text is not.
        return { outcome: "failed", code: ContactCenterError.isInstance(error) ? error.code : "CAPABILITY_FAILED" };
      }
      if (answer === undefined) return byHand("NO_WAY", request.right, manifest);
      proofs.push(answer.proof === undefined ? answer.result : `${answer.result}: ${answer.proof}`);
      if (answer.data !== undefined) data.push(answer.data);
      if (answer.result === "manual") left.push(answer.instructions ?? instructionsFor(request.right, manifest));
    }
    const proof = proofs.join("; ") || "nothing-found";
    if (left.length === 0) return { outcome: "done", proof, data };
    return { outcome: "manual", code: "PROVIDER_BY_HAND", instructions: [...new Set(left)].join("\n"), proof };
  }

  /** @returns nothing where the provider has ways, but none for this right. */
  private async ask(
    channel: Channel,
    { requestId, right, providerMessageIds }: Parameters<ProviderRights["carry"]>[1],
    address: Address,
  ): Promise<z.infer<typeof answerSchema> | undefined> {
    const open = await this.channels.open(channel);
    const { subjectRights } = open.instance;
    if (subjectRights === undefined || !subjectRights.rights.includes(right)) return undefined;
    const [operation, ...further] = operationsWith(channel);
    if (operation === undefined) return undefined;
    const transferId = this.ids.next("trf");
    const openedAtMs = this.clock.now();
    let outcome: "received" | "unknown" = "unknown";
    open.egress.openTransfer(transferId, operation, further);
    try {
      const asked = subjectRights.doSubjectRight({ transferId, right, address: address.value, providerMessageIds });
      const answer = answerSchema.parse(
        await withinTime(asked, LIMIT_MS, () => {
          throw new TypeError("the provider took too long");
        }),
      );
      outcome = "received";
      return answer;
    } finally {
      const { bytesOut } = open.egress.closeTransfer(transferId);
      this.commits.push({
        kind: "ledger-insert",
        entry: {
          ...{ transferId, messageId: requestId, accountId: channel.accountId, channelId: channel.channelId },
          ...{ providerId: channel.providerId, operation: `subject-right.${right}`, attempt: 1 },
          ...{ openedAtMs, closedAtMs: this.clock.now(), outcome, code: undefined },
          categories: JSON.stringify(["recipient-address"]),
          countries: channel.sendFacts?.countries ?? "{}",
          ...{ bytesOut, contentHash: "", providerMessageId: undefined, providerReceivedAtMs: undefined },
          recipients: [this.people.of(channel.accountId, address)],
        },
      });
    }
  }
}

/** Operations by which a person's address may go to the provider: of messages and of calls, as far as residency lets them. */
function operationsWith(channel: Channel): string[] {
  const { provider, sendFacts } = channel;
  const others = (provider?.manifest.operations ?? []).filter(
    (operation) => operation.personalData.includes("recipient-address") && channel.residencyOf(operation) === undefined,
  );
  return [...new Set([sendFacts?.operation, ...others].flatMap((operation) => operation?.id ?? []))];
}

interface Described {
  readonly name: string;
  readonly seller: { readonly legalName: string; readonly support: string };
}

function byHand(code: string, right: ProviderRight, manifest: Described): ProviderAnswer {
  return { outcome: "manual", code, instructions: instructionsFor(right, manifest), proof: "" };
}

const ARTICLES = { access: "15", rectify: "16", erase: "17", restrict: "18" } as const;

function instructionsFor(right: ProviderRight, { name, seller }: Described): string {
  return `${name} has no method for it: ask ${seller.legalName} (${seller.support}) to ${right} the person's data under GDPR Art. ${ARTICLES[right]}, and record its answer with \`rights.completeTask\`.`;
}
