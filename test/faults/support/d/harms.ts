import type { StopReason } from "@plugboard/isolation";

/** What a connector does to its process, and the reasons its end may have: a full heap may be busy collecting for too long first. */
export const HARMS: Readonly<Record<string, readonly StopReason[]>> = {
  "loop without end": ["busy-too-long"],
  "match without end": ["busy-too-long"],
  exit: ["exit"],
  abort: ["exit", "killed"],
  "crash later": ["exit"],
  "leak the heap": ["exit", "killed", "busy-too-long", "memory"],
  "leak buffers": ["memory"],
  "ask a million times": ["flood", "memory", "busy-too-long", "exit", "killed"],
  "ask without end": ["flood"],
};

/** What ends no process: it fails alone. */
export const LET_LIVE = ["throw nothing", "answer with a million things", "log a million lines"] as const;
