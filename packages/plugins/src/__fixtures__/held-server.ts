import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** The connector's provider, which answers when it is let to. */
export interface HeldServer {
  readonly baseUrl: string;
  /** Texts that came, in order. */
  readonly texts: readonly string[];
  /** From now on nothing is answered, until `release`. */
  hold(): void;
  release(): void;
}

export async function startHeldServer(): Promise<HeldServer> {
  const texts: string[] = [];
  let held: (() => void)[] | undefined;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      texts.push((JSON.parse(Buffer.concat(chunks).toString("utf8")) as { text: string }).text);
      const id = `m${texts.length}`;
      const answer = () => response.setHeader("content-type", "application/json").end(JSON.stringify({ id }));
      if (held === undefined) answer();
      else held.push(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    texts,
    hold: () => (held = []),
    release: () => {
      const waiting = held ?? [];
      held = undefined;
      for (const answer of waiting) answer();
    },
  };
}
