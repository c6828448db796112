import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Either is answered by what has its name. */
export type BombedOrder = "memory" | "stall";
export type BombedTold =
  | { readonly kind: "ready"; readonly ready: Readonly<Record<string, string>> }
  | { readonly kind: "memory"; readonly rssBytes: number; readonly peakBytes: number }
  | { readonly kind: "stall"; readonly longestStallMs: number; readonly isPolluted: boolean };
type Told<Kind extends BombedTold["kind"]> = Extract<BombedTold, { readonly kind: Kind }>;

/** A host in a process of its own: what the sender of bombs holds and takes is not the host's. */
export interface BombedHost {
  /** What its program said of itself. */
  readonly ready: Readonly<Record<string, string>>;
  /** After a forced collection; the peak is the highest seen since the last question. */
  memory(): Promise<Told<"memory">>;
  /** Since the last question; the first begins the watch. */
  stall(): Promise<Told<"stall">>;
  close(): Promise<void>;
}

/** @param main - a program that ends in `tellHealth`. */
export async function startBombedHost(main: URL, words: readonly string[]): Promise<BombedHost> {
  const child = fork(fileURLToPath(main), words, {
    execArgv: ["--expose-gc", "--conditions=@plugboard/source", "--import", "tsx"],
  });
  const ended = new Promise<void>((resolve) => void child.once("exit", () => resolve()));
  const next = <Kind extends BombedTold["kind"]>(kind: Kind): Promise<Told<Kind>> =>
    new Promise((resolve, reject) => {
      const hear = (told: BombedTold): void => {
        if (told.kind !== kind) return;
        child.off("message", hear);
        resolve(told as Told<Kind>);
      };
      child.on("message", hear);
      void ended.then(() => reject(new Error("the bombed host's process ended")));
    });
  const ask = <Kind extends BombedOrder>(order: Kind): Promise<Told<Kind>> => {
    const told = next(order);
    child.send(order);
    return told;
  };
  const { ready } = await next("ready");
  return {
    ready,
    memory: () => ask("memory"),
    stall: () => ask("stall"),
    close: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
