import { requireFunction } from "../require-function.js";
import { inject, injectable } from "tsyringe";
import { z } from "zod";
import type { CallBook } from "../../calls/call-book.js";
import type { CallCheck, CallDesk, CallResult } from "../../calls/call-desk.js";
import type { CallGates } from "../../calls/call-gates.js";
import type { CallHandler } from "../../calls/call-question.js";
import type { CallQuestions } from "../../calls/call-questions.js";
import type { CallCheckInput, CallStartInput } from "../../calls/call-request.js";
import type { CallResume } from "../../calls/call-resume.js";
import { type CallStatus, callStatusOf } from "../../calls/call-status.js";
import type { CallTransfers } from "../../calls/call-transfers.js";
import type { CommitQueue } from "../../commit/commit-queue.js";
import { TOKENS } from "../../di/tokens.js";
import type { Act } from "../../spec/act.js";
import type { CallVerbInput } from "../../spec/capabilities/call-verb.js";
import type { MediaV1 } from "../../spec/capabilities/media.js";
import { RequestError } from "../../spec/errors/request-error.js";
import type { AccountRegistry } from "../account-registry.js";
import type { AuthorityDesk } from "../authority-desk.js";
import type { ChannelRegistry } from "../channel-registry.js";

const downloadedSchema = z.lazy(() =>
  z.object({ bytes: z.instanceof(Uint8Array), contentType: z.string().max(255), filename: z.string().optional() }),
);

/** A recording as its provider keeps it. */
export interface DownloadedRecording {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** Telephone calls: begun, controlled, answered, found again; with their recordings. Their events come through `receive` too. */
@injectable()
export class Calls {
  constructor(
    @inject(TOKENS.CallDesk) private readonly desk: CallDesk,
    @inject(TOKENS.CallBook) private readonly book: CallBook,
    @inject(TOKENS.CallQuestions) private readonly questions: CallQuestions,
    @inject(TOKENS.CallResume) private readonly resume: CallResume,
    @inject(TOKENS.CallGates) private readonly gates: CallGates,
    @inject(TOKENS.CallTransfers) private readonly transfers: CallTransfers,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.AuthorityDesk) private readonly authority: AuthorityDesk,
    @inject(TOKENS.AccountRegistry) private readonly accounts: AccountRegistry,
  ) {}

  /**
   * Calls somebody. Resolves when the provider has the call, or did not take it, or a gate said no. The host never calls a second time by itself:
   * of an outcome `try-again` or `unknown` nothing follows but what the caller, or the provider's events, say.
   * @throws {MessageInvalidError} the request does not fit the contract.
   * @throws {RequestError} `CHANNEL_UNKNOWN`, `CALL_UNKNOWN` (of `retryOf`), `IDEMPOTENCY_CONFLICT`, `HOST_CLOSED`.
   * @throws {StoreError} it could not be made durable: nobody was called.
   */
  start(request: CallStartInput): Promise<CallResult> {
    return this.desk.start(request);
  }

  /**
   * Asks every gate about a call that somebody is about to dial past the host, on a telephone of their own (the softphone's gateway asks so): emergency
   * numbers, blocks, suppressions, legal basis, residency. One that passes counts for fair use; one that is refused is on record.
   * @throws {MessageInvalidError} the request does not fit the contract. @throws {RequestError} `CHANNEL_UNKNOWN`, `HOST_CLOSED`.
   */
  check(request: CallCheckInput): Promise<CallCheck> {
    return this.desk.check(request);
  }

  /**
   * Gives a live call new verbs: at once, or, where the provider asks for them, as its next answer. They take the place of those that were still to
   * come; only a hang-up that waits to be fetched stays, and refuses them (`CALL_OVER`).
   * @throws {MessageInvalidError} they do not fit the contract. @throws {RequestError} `CALL_UNKNOWN`.
   */
  control(accountId: string, sessionId: string, verbs: readonly CallVerbInput[]): Promise<CallResult> {
    return this.desk.control(accountId, sessionId, verbs);
  }

  /** Ends a call. One that is over already is over: no error. @throws {RequestError} `CALL_UNKNOWN`. */
  hangUp(accountId: string, sessionId: string): Promise<CallResult> {
    return this.desk.control(accountId, sessionId, [{ verb: "hang-up" }]);
  }

  /** @throws {RequestError} `CALL_UNKNOWN`, also for another account's. */
  async get(accountId: string, sessionId: string): Promise<CallStatus> {
    return callStatusOf(await this.desk.find(accountId, sessionId));
  }

  /** An account's calls under way. */
  live(accountId: string): CallStatus[] {
    this.accounts.require(accountId);
    return [...this.book.all()].filter((call) => call.accountId === accountId).map(callStatusOf);
  }

  /**
   * The handler that is asked what a call does next: one that comes in, or whose last verb ended. One for the host; it has the time of the option
   * `calls.answerDeadlineMs`, after that the call goes on with `question.otherwise`.
   * @returns a function that takes it off.
   */
  answerWith(handler: CallHandler): () => void {
    requireFunction("handler", handler);
    return this.questions.answerWith(handler);
  }

  /** Resolves when the calls of an earlier process were asked for. */
  resumed(): Promise<void> {
    return this.resume.settled();
  }

  /**
   * Fetches a recording, from wherever its provider keeps it. Its receipt is durable when this resolves (R12).
   * @throws {RequestError} `CALL_UNKNOWN`, `RECORDING_UNKNOWN`, `CHANNEL_REFUSED`, `CAPABILITY_MISSING`, `CAPABILITY_FAILED`.
   */
  async recording(accountId: string, sessionId: string, mediaId: string): Promise<DownloadedRecording> {
    const recording = await this.withRecording(
      accountId,
      sessionId,
      mediaId,
      "recordingOperation",
      async (media, transferId) => {
        const { bytes, contentType } = downloadedSchema.parse(await media.doDownload({ transferId, mediaId }));
        return { bytes, contentType };
      },
    );
    await this.commits.barrier();
    return recording;
  }

  /**
   * Has a provider delete a recording; its receipt and who asked are durable when this resolves (R12, R22).
   * @throws {RequestError} as {@link Calls.recording}, and `AUTHORITY_REFUSED`, `AUTHORITY_UNAVAILABLE`. @throws {InstructionInvalidError} the act is not complete.
   */
  async deleteRecording(accountId: string, sessionId: string, mediaId: string, act: Act): Promise<void> {
    await this.desk.find(accountId, sessionId);
    const authorised = await this.authority.require({ accountId, act, action: "delete-recording", subject: sessionId });
    await this.withRecording(accountId, sessionId, mediaId, "deleteRecordingOperation", async (media, transferId) => {
      if (media.doDelete === undefined)
        throw new RequestError("CAPABILITY_MISSING", { capabilities: ["media.doDelete"] });
      await media.doDelete({ transferId, mediaId });
    });
    // After the receipt, which was pushed before it: durable together.
    await this.commits.keep(this.authority.entryOf(authorised, "recording-deleted", { mediaId }));
  }

  private async withRecording<Answer>(
    accountId: string,
    sessionId: string,
    mediaId: string,
    which: "recordingOperation" | "deleteRecordingOperation",
    ask: (media: MediaV1, transferId: string) => Promise<Answer>,
  ): Promise<Answer> {
    const call = await this.desk.find(accountId, sessionId);
    if (!call.facts.recordings.some((one) => one.mediaId === mediaId))
      throw new RequestError("RECORDING_UNKNOWN", { sessionId });
    const { channelId, providerId, contentHash } = call;
    const channel = this.channels.get(accountId, channelId);
    const operationId = channel.provider?.manifest.calls?.[which];
    if (operationId === undefined) throw new RequestError("CAPABILITY_MISSING", { providerId, capabilities: [which] });
    const refused = await this.gates.decide({ channel, verbs: [], operationId });
    if (refused !== undefined) throw new RequestError("CHANNEL_REFUSED", { channelId, refusal: refused.code });
    const end = await this.transfers.run(
      { channel, operationId, sessionId, contentHash },
      async ({ instance }, transferId) => {
        if (instance.media === undefined) throw new RequestError("CAPABILITY_MISSING", { capabilities: ["media"] });
        return { of: await ask(instance.media, transferId) };
      },
      (answer) => answer as { of: Answer },
    );
    if (end.ok) return end.answer.of;
    const { outcome } = end;
    const code = outcome.outcome === "received" ? "RECEIVED" : outcome.code;
    throw new RequestError("CAPABILITY_FAILED", { providerId, capability: "media", outcome: code });
  }
}
