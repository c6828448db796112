/** A file of a message. */
export interface ChatFile {
  readonly fileId: string;
  readonly name: string;
  readonly contentType: string;
  readonly sizeBytes: number;
}

/** A message as the server keeps it. */
export interface ChatEntry {
  readonly seq: number;
  readonly id: string;
  readonly by: "visitor" | "operator";
  readonly atMs: number;
  readonly text?: string;
  readonly file?: ChatFile;
  readonly operator?: string;
}

/** A message on its way. */
export interface PendingEntry {
  readonly id: string;
  readonly atMs: number;
  readonly text?: string;
  /** Kept until it is sent, while the page is open: a browser has no place for it beyond. */
  readonly file?: File;
  readonly consent?: { readonly language: string; readonly wordingHash: string };
  /** Refused for good: the code. */
  readonly failed?: string;
  /** When the server takes it, where it said so: milliseconds since the epoch. */
  readonly againAtMs?: number;
}

/** How far both sides are. */
export interface ChatMarks {
  readonly operatorReadSeq: number;
  readonly deliveredSeq: number;
  readonly readSeq: number;
}
