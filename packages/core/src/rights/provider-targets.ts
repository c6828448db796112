import { inject, injectable } from "tsyringe";
import type { CallTraces } from "../calls/call-traces.js";
import { TOKENS } from "../di/tokens.js";
import type { ChannelRegistry } from "../host/channel-registry.js";
import { afterFailure } from "../policy/rights-policy.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import { counted } from "./counted.js";
import type { LocalErasure } from "./local-erasure.js";
import type { ProviderAnswer, ProviderRight, ProviderRights } from "./provider-rights.js";
import { providerRightOf } from "./rights-plan.js";
import type { RightsRequest, RightsTarget } from "./rights-request.js";

/** What follows of asking a provider: it is done, a person does it, or it is asked again at `nextAtMs` of the target. */
export type AskedProvider =
  | { readonly next: "done"; readonly target: RightsTarget; readonly proof: string }
  | { readonly next: "by-hand"; readonly target: RightsTarget; readonly instructions: string }
  | { readonly next: "again"; readonly target: RightsTarget };

/** The part that providers have in a person's request: which of them, and what each of them says (R15). */
@injectable()
export class ProviderTargets {
  constructor(
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.LocalErasure) private readonly local: LocalErasure,
    @inject(TOKENS.ProviderRights) private readonly providers: ProviderRights,
    @inject(TOKENS.CallTraces) private readonly calls: CallTraces,
  ) {}

  /** Which providers have a part in it: those that were sent something, and those that have a way and reach such addresses. */
  async plan(request: RightsRequest): Promise<RightsTarget[]> {
    const { accountId, right, addresses } = request;
    if (providerRightOf(right) === undefined) return [];
    const sent = await this.local.providerIds(request);
    const talked = await this.calls.byChannel(request);
    const targets: RightsTarget[] = [];
    for (const channel of this.channels.all()) {
      if (channel.accountId !== accountId) continue;
      const { channelId, providerId } = channel;
      const [ids, calls] = [sent.get(channelId), talked.get(channelId)];
      const isKnown = ids !== undefined || calls !== undefined;
      if (!isKnown && !(this.providers.offers(channel) && this.providers.concerns(channel, addresses))) continue;
      const recordings = right === "erase" ? (calls?.recordings ?? []) : [];
      targets.push({
        targetId: `provider:${channelId}`,
        ...{ kind: "provider", channelId, providerId, state: "pending", attempt: 0 },
        providerMessageIds: [...(ids ?? []), ...(calls?.callIds ?? [])],
        ...(recordings.length === 0 ? {} : { recordings }),
      });
    }
    return targets;
  }

  /** @param target - of {@link ProviderTargets.plan}; nothing for one that is no provider's. */
  async ask(request: RightsRequest, target: RightsTarget): Promise<AskedProvider | undefined> {
    const { accountId, requestId, addresses } = request;
    const right = providerRightOf(request.right);
    const { channelId, providerMessageIds = [], recordings = [] } = target;
    if (right === undefined || channelId === undefined) return undefined;
    const channel = { accountId, channelId };
    const carried = { requestId, right, addresses, providerMessageIds };
    const answer =
      recordings.length === 0
        ? await this.providers.carry(channel, carried)
        : await this.carryWithRecordings(channel, carried, recordings);
    return this.after({ ...target, attempt: target.attempt + 1 }, answer);
  }

  private after(target: RightsTarget, answer: ProviderAnswer): AskedProvider {
    if (answer.outcome === "done") {
      const data = answer.data.map((bytes) => Buffer.from(bytes).toString("base64"));
      return { next: "done", target: { ...target, ...(data.length === 0 ? {} : { data }) }, proof: answer.proof };
    }
    const { code } = answer;
    if (answer.outcome === "manual")
      return { next: "by-hand", target: { ...target, code }, instructions: answer.instructions };
    const next = afterFailure(target.attempt);
    if (next === "by-hand") {
      const instructions = `The provider could not be asked (${code}): carry it out by hand, and record it with \`rights.completeTask\`.`;
      return { next: "by-hand", target: { ...target, code }, instructions };
    }
    const nextAtMs = this.clock.now() + next.retryInMs;
    return { next: "again", target: { ...target, state: "waiting", nextAtMs, code } };
  }

  /** The recordings of the person's calls first: without their calls nobody would find them. */
  private async carryWithRecordings(
    channel: { readonly accountId: string; readonly channelId: string },
    carried: Parameters<ProviderRights["carry"]>[1] & { readonly right: ProviderRight },
    recordings: NonNullable<RightsTarget["recordings"]>,
  ): Promise<ProviderAnswer> {
    const { deleted, failed } = await this.calls.deleteRecordings(channel, recordings);
    if (failed !== undefined && failed !== "NO_WAY") return { outcome: "failed", code: failed };
    const answer = await this.providers.carry(channel, carried);
    if (answer.outcome === "failed") return answer;
    const proof = `${counted(deleted, "recording")} deleted; ${answer.proof}`;
    if (failed === undefined) return { ...answer, proof };
    const left = `Delete ${counted(recordings.length - deleted, "recording")} of the person's calls where they are kept: the connector cannot.`;
    const instructions = answer.outcome === "manual" ? `${left}\n${answer.instructions}` : left;
    return { outcome: "manual", code: "RECORDINGS_BY_HAND", instructions, proof };
  }
}
