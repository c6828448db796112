import { z } from "zod";
import type { PluginStart } from "./plugin-process.js";

export const codeSchema = z.object({ code: z.instanceof(Uint8Array).optional() });

/** What V8 compiled of the module that every process begins with, for as long as the host runs: about a third of a megabyte for each size of heap. */
const kept = new Map<string, Uint8Array>();
/** V8 takes it only where it was compiled with the same options. */
const keyOf = ({ child, limits }: PluginStart): string => `${limits.memoryMb} ${child}`;

export function compiledCode(start: PluginStart): Uint8Array | undefined {
  return kept.get(keyOf(start));
}

/** @param code - from a process that has not run a line of a connector: every later one runs it. */
export function keepCompiledCode(start: PluginStart, code: Uint8Array): void {
  kept.set(keyOf(start), code);
}
