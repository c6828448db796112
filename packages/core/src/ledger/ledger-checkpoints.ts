import { inject, injectable } from "tsyringe";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { LedgerSigner } from "../ports/ledger-signer.js";
import type { Store } from "../ports/store.js";
import { checkpointText, type LedgerCheckpoint, type LedgerSignature } from "../sealing/checkpoint.js";
import { merkleRoot } from "../sealing/merkle-root.js";
import { NO_BATCH } from "../sealing/batch-header.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import { RequestError } from "../spec/errors/request-error.js";

const PAGE = 10_000;

/** A checkpoint and the hashes of the batches it is made of. */
export interface CheckpointTree {
  readonly checkpoint: LedgerCheckpoint;
  readonly hashes: readonly string[];
}

/** Says what the ledger holds at a moment, signed where the host gave a signer: what every later state must contain. */
@injectable()
export class LedgerCheckpoints {
  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.LedgerSigner) private readonly signer: { readonly signer: LedgerSigner | undefined },
  ) {}

  /** Everything that happened before the call is in it. @throws {RequestError} `SIGNER_FAILED`. */
  async make(): Promise<CheckpointTree> {
    await this.commits.barrier();
    const hashes: string[] = [];
    for (;;) {
      const page = await this.store.sealHashes({ after: hashes.length, limit: PAGE });
      hashes.push(...page);
      if (page.length < PAGE) break;
    }
    const unsigned: LedgerCheckpoint = {
      batches: hashes.length,
      head: hashes.at(-1) ?? NO_BATCH,
      tree: merkleRoot(hashes),
      atMs: this.clock.now(),
    };
    const signature = await this.sign(checkpointText.encode(unsigned));
    return { checkpoint: { ...unsigned, ...(signature === undefined ? {} : { signature }) }, hashes };
  }

  /** @returns nothing where the host gave no signer. @throws {RequestError} `SIGNER_FAILED`. */
  async sign(text: string): Promise<LedgerSignature | undefined> {
    const { signer } = this.signer;
    if (signer === undefined) return undefined;
    try {
      const value = await signer.sign(Buffer.from(text));
      return { publicKey: signer.publicKey, value: Buffer.from(value).toString("base64") };
    } catch (cause) {
      throw new RequestError("SIGNER_FAILED", {}, { cause });
    }
  }
}
