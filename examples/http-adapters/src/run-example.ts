import type { ContactCenter } from "@plugboard/core";
import { openCenter } from "./open-center.js";
import { postLikeTheProvider } from "./post-like-the-provider.js";
import type { RunningServer } from "./server.js";

/** Starts a host behind a server, lets the provider post to it, and gives back what the host's handler was told. */
export async function runExample(start: (center: ContactCenter) => Promise<RunningServer>) {
  const center = await openCenter();
  const told = new Promise<string>((resolve) => {
    center.receive(({ event }) => {
      if (event.type === "message") resolve(event.text ?? "");
    });
  });
  const server = await start(center);
  const status = await postLikeTheProvider(server.origin, "Is anybody there?");
  const page = await (await fetch(server.origin)).text();
  const text = await told;
  await server.close();
  await center.close();
  return { status, text, page };
}
