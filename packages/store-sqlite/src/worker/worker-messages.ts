import type { StoreOpening } from "@plugboard/core";
import type { EncodedConflict, EncodedGroup } from "../codec/encoded-group.js";
import type { RecoveryReport } from "../recovery-report.js";
import type { StoreSpace } from "../store-space.js";
import type { ReadAnswer } from "./read-answer.js";
import type { ReadRequest } from "./read-request.js";
import type { StoreFailure } from "./store-failure.js";

export interface Opened {
  readonly opening: StoreOpening;
  readonly recovery: RecoveryReport | undefined;
}

/** What the worker can be asked for, and what it answers. */
export interface Operations {
  commit: { ask: EncodedGroup; answer: readonly EncodedConflict[] };
  /** Was this group kept? Asked by the successor of a worker that died over it. */
  settle: { ask: EncodedGroup; answer: { readonly isKept: boolean; readonly conflicts: readonly EncodedConflict[] } };
  read: { ask: ReadRequest; answer: ReadAnswer };
  /** Deletes one slice. */
  prune: {
    ask: { readonly recordedBeforeMs: number; readonly after: number };
    answer: { readonly pruned: number; readonly next: number | undefined };
  };
  /** Leaves no byte of what was deleted, some pages at a time. */
  scrub: { ask: { readonly after: number }; answer: { readonly next: number | undefined } };
  space: { ask: undefined; answer: StoreSpace };
  compact: { ask: undefined; answer: StoreSpace };
  backup: { ask: string; answer: undefined };
  close: { ask: undefined; answer: undefined };
}

export type Operation = keyof Operations;

export type Handlers = { readonly [Name in Operation]: (ask: Operations[Name]["ask"]) => Operations[Name]["answer"] };

export interface WorkerRequest<Name extends Operation = Operation> {
  readonly id: number;
  readonly operation: Name;
  readonly ask: Operations[Name]["ask"];
}

/** `id` 0 answers the start itself, with {@link Opened}. */
export type WorkerAnswer =
  { readonly id: number; readonly answer: unknown } | { readonly id: number; readonly failure: StoreFailure };
