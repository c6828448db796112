/**
 * What holds a connector in its process on this machine, and what does not. Said as it is: where the system cannot do something the report names
 * what stands in its place.
 */
export interface IsolationReport {
  readonly node: string;
  /** `namespace`: the process has no network at all. `removed`: Node's ways to the network were taken away, which determined code may get round. */
  readonly network: "namespace" | "removed";
  /** Node's permission model: reads only the folders of the connector and its dependencies, writes nothing. */
  readonly files: "permission-model";
  readonly readableFolders: readonly string[];
  /** `namespace`: it sees no process but its own. `permission-model`: it starts none, and the call that signals others was taken away. */
  readonly processes: "namespace" | "permission-model";
  readonly environment: "empty";
  /** `watched`: the whole process is measured (Linux). `heap`: only JavaScript objects are bounded. */
  readonly memory: "watched" | "heap";
  /** In words, for a person who has to decide. */
  readonly notHeld: readonly string[];
}
