/**
 * What becomes of the host and of other channels when a connector does something.
 * - `stopped`: it does not get its way; the host lives and other channels' messages arrive.
 * - `not stopped`: it gets its way.
 * - `ends the host`: the host's process ends, or answers no more.
 */
export type Verdict = "stopped" | "not stopped" | "ends the host";

export interface Harm {
  /** Name of the attempt in the hostile connector. */
  readonly attempt: string;
  /** For people. */
  readonly words: string;
  readonly inProcess: Verdict;
  readonly isolated: Verdict;
}

const harm = (attempt: string, words: string, inProcess: Verdict, isolated: Verdict = "stopped"): Harm => ({
  ...{ attempt, words, inProcess, isolated },
});

/** Every harm of the list, and what each level does about it. The README of `@plugboard/isolation` shows it; row D3 holds both levels to it. */
export const harms: readonly Harm[] = [
  harm("throw", "throws", "stopped"),
  harm("throw nothing", "throws nothing at all", "stopped"),
  harm("never settle", "never answers", "stopped"),
  harm("answer with something else", "answers with another shape", "stopped"),
  harm("answer with a function", "answers with a function", "stopped"),
  harm("answer with a cycle", "answers with a cycle", "stopped"),
  harm("answer with a BigInt", "answers with a BigInt", "stopped"),
  harm("answer with a throwing getter", "answers with a getter that throws", "stopped"),
  harm("go elsewhere", "calls a host that is not declared, by its connection", "stopped"),
  harm("forget a rejection", "forgets a promise that rejects", "ends the host"),
  harm("crash later", "throws when nobody waits for it", "ends the host"),
  harm("loop without end", "loops without end", "ends the host"),
  harm("match without end", "matches a pattern without end", "ends the host"),
  harm("exit", "ends its process", "ends the host"),
  harm("abort", "aborts", "ends the host"),
  harm("end itself by a signal", "kills its process by a signal", "ends the host"),
  harm("signal the host", "signals its parent process", "not stopped"),
  harm("leak the heap", "fills the heap", "ends the host"),
  harm("leak buffers", "keeps buffers without end", "ends the host"),
  harm("patch what everybody uses", "patches what everybody uses", "ends the host"),
  harm("read a file", "reads a file", "not stopped"),
  harm("write a file", "writes a file", "not stopped"),
  harm("read the host's environment", "reads the environment in /proc", "not stopped"),
  harm("see the environment", "reads the environment", "not stopped"),
  harm("start a process", "starts a process", "not stopped"),
  harm("start a thread", "starts a thread that runs a text", "not stopped"),
  harm("connect an inner socket", "takes Node's inner bindings", "not stopped"),
  harm("resolve a name", "asks the resolver", "not stopped"),
  harm("send a datagram", "sends a datagram", "not stopped"),
  harm("debug the host", "opens a debugger's port", "not stopped"),
];

/** The table of the README. */
export function harmTable(): string {
  const shown = (verdict: Verdict): string => (verdict === "stopped" ? "stopped" : `**${verdict}**`);
  const lines = harms.map(
    ({ words, inProcess, isolated }) => `| ${words} | ${shown(inProcess)} | ${shown(isolated)} |`,
  );
  return ["| it | in the host's process | in a process of its own |", "| --- | --- | --- |", ...lines].join("\n");
}
