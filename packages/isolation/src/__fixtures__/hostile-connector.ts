import { createConnection } from "node:net";
import { defineProvider } from "@plugboard/core/spec";
import { z } from "zod";

const MILLION = 1_000_000;

/** Attempts to get out or to do harm, by the name a message's text has. What each returns is told as the provider's message id. */
export const attempts: Readonly<Record<string, () => unknown>> = {
  "read a file": async () => (await import("node:fs")).readFileSync("/etc/hostname", "utf8").length,
  "read the host's environment": async () => (await import("node:fs")).readFileSync("/proc/self/environ", "utf8").length,
  "write a file": async () => (await import("node:fs")).writeFileSync("/tmp/escaped", "1"),
  "start a process": async () => (await import("node:child_process")).execFileSync("true").length,
  "start a thread": async () => new (await import("node:worker_threads")).Worker("1", { eval: true }).threadId,
  "see the environment": () => {
    if (Object.keys(process.env).length > 0) return "seen";
    throw new Error("empty");
  },
  "connect a socket": () =>
    new Promise((resolve, reject) => {
      const socket = createConnection({ host: "127.0.0.1", port: 1 }, () => resolve("connected"));
      socket.on("error", reject);
    }),
  "connect an inner socket": async () => {
    const binding = Reflect.get(process, "binding") as (name: string) => unknown;
    return typeof binding("tcp_wrap");
  },
  "resolve a name": async () => (await (await import("node:dns/promises")).lookup("localhost")).address,
  "send a datagram": async () =>
    new Promise((resolve, reject) => {
      void import("node:dgram").then(({ createSocket }) => {
        try {
          createSocket("udp4").send("x", 9, "127.0.0.1", (error) => (error ? reject(error) : resolve("sent")));
        } catch (error) {
          reject(error instanceof Error ? error : new Error("dgram"));
        }
      });
    }),
  "use fetch": async () => (await fetch("http://127.0.0.1:1/")).status,
  "signal the host": () => process.kill(process.ppid, "SIGTERM"),
  "load a native addon": async () => {
    process.dlopen({ exports: {} }, "/usr/lib/libc.so.6");
    return "loaded";
  },
  "debug the host": async () => {
    (await import("node:inspector")).open(0);
    return "open";
  },
  "set V8's flags": async () => {
    // One that changes nothing; by others V8 writes what it compiles into any file.
    (await import("node:v8")).setFlagsFromString("--no-flush-bytecode");
    return "set";
  },
  "ask for a snapshot of the heap": async () => {
    (await import("node:v8")).setHeapSnapshotNearHeapLimit(1);
    return "asked";
  },
  "trace into a file": async () => {
    (await import("node:trace_events")).createTracing({ categories: ["v8"] }).enable();
    return "traced";
  },
  "open a database": async () => {
    const name = "node:sqlite";
    const { DatabaseSync } = (await import(name)) as { DatabaseSync: new (path: string) => object };
    return typeof new DatabaseSync("/tmp/escaped.db");
  },
  "ask a resolver of its own": async () => {
    const { Resolver } = await import("node:dns/promises");
    const { Resolver: Other } = await import("node:dns");
    for (const resolver of [new Resolver(), new Other()]) {
      const answer: unknown = resolver.resolve4("localhost", () => undefined);
      // It was asked: whether anybody answers is the network's affair.
      if (answer !== undefined) void Promise.resolve(answer).catch(() => undefined);
    }
    return "asked";
  },
  "listen by an inner handle": async () => {
    const { default: net } = await import("node:net");
    const make = Reflect.get(net, "_createServerHandle") as (address: string, port: number, family: number) => unknown;
    return typeof make("127.0.0.1", 0, 4);
  },
  "put the host behind others": async () => {
    const { getPriority, setPriority } = await import("node:os");
    setPriority(process.ppid, getPriority(process.ppid));
    return "put";
  },
  "loop without end": () => {
    for (;;);
  },
  "hold up 100 ms": () => {
    const untilMs = performance.now() + 100;
    while (performance.now() < untilMs);
    throw new Error("again");
  },
  "exit": () => process.exit(0),
  "abort": () => process.abort(),
  "crash later": () => {
    setTimeout(() => {
      throw new Error("later");
    });
    return new Promise(() => undefined);
  },
  "forget a rejection": () => {
    void Promise.reject(new Error("later"));
    return new Promise(() => undefined);
  },
  "never settle": () => new Promise(() => undefined),
  "match without end": () => /^(a+)+$/.test(`${"a".repeat(64)}!`),
  "end itself by a signal": () => {
    process.kill(process.pid, "SIGKILL");
    return new Promise(() => undefined);
  },
  "leak the heap": () => {
    const kept: unknown[] = [];
    for (;;) kept.push(new Array(100_000).fill(kept.length));
  },
  "leak buffers": () => {
    const kept: Buffer[] = [];
    // Enough for any limit, and not for the machine.
    return new Promise(() =>
      setInterval(() => {
        if (kept.length < 40) kept.push(Buffer.alloc(32 * 1_048_576, 1));
      }),
    );
  },
  "answer with a function": () => ({ outcome: () => "received" }),
  "answer with a cycle": () => {
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    return cycle;
  },
  "answer with a BigInt": () => 1n,
  "answer with a throwing getter": () => ({
    get outcome(): string {
      throw new Error("secret-canary");
    },
  }),
  "answer with a million things": () => ({ outcome: "received", things: Array.from({ length: 1_000_000 }, () => ({ a: 1 })) }),
  "answer with something else": () => ({ outcome: "on the moon" }),
  "throw": () => {
    throw new Error("secret-canary");
  },
  "throw nothing": () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- what a bad connector does
    throw undefined;
  },
  "patch what everybody uses": () => {
    Object.defineProperty(Array.prototype, "map", { value: () => [] });
    Object.defineProperty(JSON, "stringify", { value: () => "[]" });
    return "patched";
  },
};

/** A connector that does what the text of a message names, good or bad, and tells as the provider's id what came of it. */
export const provider = defineProvider({
  manifest: {
    id: "hostile",
    name: "Hostile",
    version: "1.0.0",
    coreRange: "*",
    channelKinds: ["sms"],
    seller: {
      legalName: "Hostile Ltd",
      country: "IE",
      website: "https://hostile.example.com",
      support: "mailto:support@hostile.example.com",
    },
    documents: [
      { kind: "terms", version: "1", url: "https://hostile.example.com/terms" },
      { kind: "privacy", version: "1", url: "https://hostile.example.com/privacy" },
    ],
    accountModes: ["own"],
    capabilities: ["outboundMessages", "probe"],
    endpoints: [{ id: "api", url: "https://api.hostile.example.com" }],
    operations: [
      {
        id: "send-message",
        endpoints: ["api"],
        personalData: ["recipient-address", "message-content"],
        residency: {
          processing: {
            countries: ["DE"],
            source: "https://hostile.example.com/privacy",
            readOn: "2026-11-21",
            safeguard: "none",
          },
        },
        timeoutMs: 10_000,
      },
    ],
    content: { features: { text: "full" }, addressKinds: ["phone"] },
    sendOperation: "send-message",
    idempotency: { mode: "key", ttlSeconds: 86_400 },
    limits: { concurrency: 4, backoffBaseMs: 50, backoffMaxMs: 200, maxAttempts: 50 },
  },
  settings: z.strictObject({ greeting: z.string().default("hello") }),
  credentials: z.strictObject({}),
  open: ({ http, logger, settings }) => ({
    outboundMessages: {
      doSend: async ({ transferId, message, attempt: count }) => {
        const text = message.content.type === "text" ? message.content.text : "";
        const wish = text.replace(/ once$/, "");
        if (wish !== text && count > 1) return { outcome: "received", providerMessageId: "behaved" };
        if (wish === "greet") return { outcome: "received", providerMessageId: settings.greeting };
        if (wish === "go elsewhere") {
          await http.request({ operation: "send-message", transferId, method: "GET", url: "https://elsewhere.example.com/" });
        }
        if (wish === "log a million lines")
          for (let line = 0; line < MILLION; line += 1) {
            logger.info("a line");
            // It lets its lines go: nobody could call it busy.
            if (line % 1_000 === 0) await new Promise((resolve) => setImmediate(resolve));
          }
        if (wish === "ask a million times") {
          const ask = { operation: "send-message", transferId, method: "GET", url: "https://elsewhere.example.com/" } as const;
          await Promise.allSettled(Array.from({ length: MILLION }, () => http.request(ask)));
        }
        if (wish === "ask without end") {
          const ask = { operation: "send-message", transferId, method: "GET", url: "https://elsewhere.example.com/" } as const;
          // In time to answer whoever asks, and without keeping anything.
          for (;;) await Promise.allSettled(Array.from({ length: 200 }, () => http.request(ask)));
        }
        const attempt = attempts[wish];
        if (attempt === undefined) throw new TypeError("no such attempt");
        const outcome = await attempt();
        return typeof outcome === "object" || typeof outcome === "bigint"
          ? (outcome as never)
          : { outcome: "received", providerMessageId: `done: ${String(outcome)}` };
      },
    },
    probe: {
      doProbe: (signal) =>
        new Promise((resolve) => {
          signal.addEventListener("abort", () => resolve({ state: "down", certainty: 1, code: "ABORTED" }));
        }),
    },
    close: () => Promise.resolve(),
  }),
});
