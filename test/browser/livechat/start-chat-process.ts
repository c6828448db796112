import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { z } from "zod";

const toldSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready"), port: z.number() }),
  z.object({ kind: z.literal("message"), eventId: z.string(), from: z.string(), text: z.string().optional() }),
  z.object({
    kind: z.literal("health"),
    longestStallMs: z.number(),
    rssBytes: z.number(),
    isPolluted: z.boolean(),
  }),
  z.object({ kind: z.literal("accepted"), key: z.string(), accepted: z.boolean() }),
]);
export interface ToldMessage {
  readonly eventId: string;
  readonly from: string;
  readonly text?: string | undefined;
}

/** A chat's host in another process. */
export interface ChatProcess {
  readonly port: number;
  /** What its handler was given so far. */
  readonly messages: readonly ToldMessage[];
  /** Keys of the answers it accepted. */
  readonly accepted: ReadonlySet<string>;
  answer(to: string, text: string, key: string): void;
  /** Since it was asked last, or began. */
  health(): Promise<{ readonly longestStallMs: number; readonly rssBytes: number; readonly isPolluted: boolean }>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

export async function startChatProcess(
  file: string,
  port: number,
  origin: string,
  mode: "" | "careless" = "",
): Promise<ChatProcess> {
  const child: ChildProcess = fork(
    join(import.meta.dirname, "chat-process-main.ts"),
    [file, String(port), origin, mode],
    {
      execArgv: ["--expose-gc", "--conditions=@plugboard/source", "--import", "tsx"],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    },
  );
  const messages: ToldMessage[] = [];
  const accepted = new Set<string>();
  const asked: ((health: Awaited<ReturnType<ChatProcess["health"]>>) => void)[] = [];
  // Its channel closes after its last words were read, which may be later than its end.
  const gone = Promise.all(
    ["exit", "disconnect"].map((event) => new Promise<void>((resolve) => child.once(event, () => resolve()))),
  );
  const readyPort = await new Promise<number>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the chat's host ended: ${String(code)}`)));
    child.on("message", (value) => {
      const told = toldSchema.parse(value);
      if (told.kind === "ready") resolve(told.port);
      else if (told.kind === "message") messages.push(told);
      else if (told.kind === "health") asked.shift()?.(told);
      else if (told.accepted) accepted.add(told.key);
    });
  });
  return {
    port: readyPort,
    messages,
    accepted,
    answer: (to, text, key) => {
      if (child.connected) child.send({ to, text, key });
    },
    health: () =>
      new Promise((resolve) => {
        asked.push(resolve);
        child.send({ ask: "health" });
      }),
    kill: async () => {
      child.kill("SIGKILL");
      await gone;
    },
  };
}
