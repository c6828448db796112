import { Socket } from "node:net";
import { pathToFileURL } from "node:url";
import { providerManifestSchema, type ProviderV1 } from "@plugboard/core/spec";
import { z } from "zod";
import { importByNode } from "./import-by-node.js";
import { importConnector } from "./import-connector.js";
import { sharedPackages } from "./shared-packages.js";
import { Link } from "../border/link.js";
import { LONGEST_SENT } from "../border/longest-text.js";
import { LogLines } from "./log-lines.js";
import { OpenChannels } from "./open-channels.js";
import { RemoteSockets } from "./remote-sockets.js";
import { removePowers } from "./removed-powers.js";
import { RemoteThreads } from "./remote-threads.js";
import { becomeThread } from "./become-thread.js";
import type { ThreadPort } from "./thread-port.js";

/** What the host sends is bounded by what core lets through; this only keeps a broken pipe from filling the memory. */
const LIMITS = {
  maxBatchBytes: 1_073_741_824,
  maxTextBytes: 1_073_741_824,
  maxAsked: Number.MAX_SAFE_INTEGER,
  maxAskedPerSecond: Number.MAX_SAFE_INTEGER,
  maxToldPerSecond: Number.MAX_SAFE_INTEGER,
  unaskedWeight: 1,
  // Longer, it would be ended for it; so only the call fails that would have.
  longestSent: LONGEST_SENT,
};
const BORDER = 3;

/** Of `isolated-plugin-start-worker-main.ts`: this module as V8 compiled it. Nothing where Node loaded it itself. */
declare const compiledCode: (() => Uint8Array) | undefined;

const loadSchema = z.object({
  entry: z.string(),
  exportName: z.string(),
  versions: z.record(z.string(), z.string()),
  maxLogLinesPerSecond: z.number(),
});
const codeSchema = z.object({ manifest: z.unknown() });
const channelSchema = z.object({ channel: z.int() });
const streamSchema = z.object({ stream: z.int() });
const threadSchema = z.object({ module: z.string(), data: z.unknown().optional() });
const messageSchema = z.object({ data: z.unknown().optional() });

let channels: OpenChannels | undefined;
let port: ThreadPort | undefined;
const threads = new RemoteThreads(() => link);
const border = new Socket({ fd: BORDER, readable: true, writable: true });
removePowers(threads.workerClass());
const link: Link = new Link(
  border,
  {
    asked: (method, data, wanted) => answer(method, data, wanted),
    told: (method, data) => {
      if (method === "stream-drop") channels?.drop(streamSchema.parse(data).stream);
      else if (method === "thread-ended") threads.ended(data);
      else sockets.told(method, data);
    },
    // Without the host there is nothing to do.
    ended: () => process.exit(0),
  },
  LIMITS,
  () => new Error("the host is gone"),
);
const sockets = new RemoteSockets(() => link);
// A plugin's forgotten promise ends no other channel's work; what it belongs to times out.
process.on("unhandledRejection", () => undefined);

function answer(method: string, data: unknown, wanted: Pick<AbortController, "signal">): unknown {
  switch (method) {
    case "code":
      return code(data);
    case "load":
      return load(data);
    case "alive":
      return {};
    case "socket-data":
      return sockets.data(data);
    case "load-thread":
      return loadThread(data);
    case "thread-message":
      if (port === undefined) threads.message(data);
      else port.deliver(messageSchema.parse(data).data);
      return {};
    default:
      break;
  }
  if (channels === undefined) throw new TypeError("nothing is loaded");
  switch (method) {
    case "open":
      return channels.open(data);
    case "close":
      return channels.close(channelSchema.parse(data).channel);
    case "invoke":
      return channels.invoke(data, wanted);
    case "stream-next":
      return channels.next(streamSchema.parse(data).stream);
    default:
      throw new TypeError("no such question");
  }
}

/** With what reading a manifest needs, which each connector begins with: V8 compiles a function when it is first called. */
function code(data: unknown): { code?: Uint8Array } {
  if (typeof compiledCode === "undefined") return {};
  providerManifestSchema.safeParse(codeSchema.parse(data).manifest);
  return { code: compiledCode() };
}

async function loadThread(data: unknown): Promise<object> {
  const { module, data: workerData } = threadSchema.parse(data);
  port = becomeThread(workerData, (message) => link.ask("thread-post", message));
  await importByNode(pathToFileURL(module).href);
  return {};
}

async function load(data: unknown): Promise<{ manifest: unknown }> {
  const { entry, exportName, versions, maxLogLinesPerSecond } = loadSchema.parse(data);
  const module = await importConnector(entry, sharedPackages(versions));
  const provider = module[exportName] as ProviderV1;
  const lines = new LogLines((line) => link.tell("log", line), maxLogLinesPerSecond);
  channels = new OpenChannels(provider, () => link, sockets, lines);
  return { manifest: provider.manifest };
}
