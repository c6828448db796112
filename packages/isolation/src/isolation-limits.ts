import { z } from "zod";

/** What a connector's process may use, and how long it may take. */
export const isolationLimitsSchema = z.strictObject({
  /** Of JavaScript objects and, on Linux, of the whole process with what it needs beside them. Megabytes. */
  memoryMb: z.int().min(32).max(16_384).default(256),
  /** Until the process answers for the first time. Milliseconds. */
  startTimeoutMs: z.int().min(100).max(60_000).default(5_000),
  /** How long it may be busy without answering, not counting what held up the host itself: an endless loop ends here. Milliseconds. */
  busyTimeoutMs: z.int().min(100).max(60_000).default(1_500),
  /** Threads at once, each a process with as much memory as this one at most. */
  maxThreads: z.int().min(0).max(64).default(4),
  /** How long a thread may be busy without answering. Milliseconds. */
  threadBusyTimeoutMs: z.int().min(100).max(600_000).default(15_000),
  /** What it may ask of the host at once. More ends it. */
  maxAsked: z.int().min(1).max(65_536).default(4_096),
  /**
   * What it may ask in a second beyond what the host's calls led to: 16 questions to each that is open, and 64 more to each that is open or was made in
   * this second. More end it.
   */
  maxAskedPerSecond: z.int().min(1).max(1_000_000).default(5_000),
  /** Lines for the log. More are dropped and counted. */
  maxLogLinesPerSecond: z.int().min(1).max(1_000_000).default(1_000),
  /** Longest batch over the border: bounds what one answer can cost the host. */
  maxBatchBytes: z.int().min(65_536).max(1_073_741_824).default(134_217_728),
  /** How long the process stays when its last channel closed: for hosts whose channels come and go. Milliseconds. */
  idleForMs: z.int().min(0).max(3_600_000).default(0),
  /** First wait before it is started again; doubles with every failure in a row. Milliseconds. */
  restartBaseMs: z.int().min(1).max(60_000).default(250),
  restartMaxMs: z.int().min(1).max(600_000).default(30_000),
  /** So many failures in a row, and it is held off. */
  maxFailures: z.int().min(1).max(100).default(5),
  /** How long it is held off then. Milliseconds. */
  holdOffMs: z.int().min(1).max(86_400_000).default(300_000),
  /** Running so long without a failure makes an end of the row. Milliseconds. */
  steadyAfterMs: z.int().min(1).max(3_600_000).default(60_000),
});
export type IsolationLimits = z.infer<typeof isolationLimitsSchema>;
export type IsolationLimitsInput = z.input<typeof isolationLimitsSchema>;
