import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";

const messageSchema = z.object({ to: z.string(), text: z.string() });

/** The provider's side, on loopback: it keeps what it is given until it is told to erase a person. */
export interface LetterboxServer {
  readonly baseUrl: string;
  messagesTo(number: string): number;
  close(): Promise<void>;
}

export async function startLetterboxServer(): Promise<LetterboxServer> {
  const messages = new Map<string, { readonly to: string; readonly text: string }>();
  const answer = async (request: IncomingMessage): Promise<unknown> => {
    if (request.method === "POST") {
      const id = String(request.headers["idempotency-key"]);
      messages.set(id, messageSchema.parse(JSON.parse(await bodyOf(request))));
      return { id };
    }
    const number = decodeURIComponent(request.url?.split("/").at(-1) ?? "");
    const theirs = [...messages].filter(([, { to }]) => to === number).map(([id]) => id);
    for (const id of theirs) messages.delete(id);
    return { erased: theirs.length };
  };
  const server = createServer((request, response) => {
    answer(request).then(
      (body) => response.setHeader("content-type", "application/json").end(JSON.stringify(body)),
      () => response.writeHead(400).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${String(port)}`,
    messagesTo: (number) => [...messages.values()].filter(({ to }) => to === number).length,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
