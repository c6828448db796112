import { type ChildProcess, spawn } from "node:child_process";
import type { Duplex, Writable } from "node:stream";
import { Link, type LinkHandlers } from "../border/link.js";
import type { IsolationLimits } from "../isolation-limits.js";
import { PluginStoppedError, type StopReason } from "../plugin-stopped-error.js";
import { afterOwnTime } from "./after-own-time.js";
import { codeSchema, compiledCode, keepCompiledCode } from "./compiled-code.js";
import { type Confinement, pathOnly } from "./confinement.js";
import { permissionFlags } from "./permission-flags.js";
import { LONGEST_TEXT_BYTES } from "../border/longest-text.js";
import { residentBytes } from "./resident-bytes.js";

/** Times a second a running process is looked at, by a question it has to answer. */
const LOOK_EVERY_MS = 250;
/** What Node itself takes beside JavaScript objects. */
const BESIDE_HEAP_BYTES = 96 * 1_048_576;
/** Its process drops the lines beyond its rate, by seconds of its own; whatever comes all the same, was written past that, and ends it. */
const TOLD_A_LINE = 2;
/** What else waits for no answer: questions taken back, the counts of dropped lines. */
const TOLD_BESIDE = 1_000;
/** So that a turn of the host takes 4 questions of a talkative one: a small part of a millisecond. */
const UNASKED_WEIGHT = 32;
/** The border: the fourth descriptor, after input, output and errors. */
const BORDER = 3;
/** Next to it: what V8 compiled before of the module it begins with. */
const CODE = 4;

export interface PluginStart {
  readonly providerId: string;
  /** As published. */
  readonly manifest: unknown;
  /** Paths. */
  readonly entry: string;
  readonly child: string;
  readonly exportName: string;
  /** Of the packages a connector and its process may have in common, by name, as the connector finds them. */
  readonly versions: Readonly<Record<string, string>>;
  readonly readableFolders: readonly string[];
  readonly confinement: Confinement;
  readonly limits: IsolationLimits;
}

/** One life of a connector's process, from its start to its end. It is ended when it is busy or big for too long, or says what cannot be. */
export class PluginProcess {
  readonly link: Link;
  private readonly child: ChildProcess;
  private lookTimer: NodeJS.Timeout | undefined;
  private reason: StopReason | undefined;
  private endedWith: StopReason | undefined;

  constructor(
    private readonly start: PluginStart,
    handlers: Pick<LinkHandlers, "asked" | "told">,
    private readonly onEnded: (reason: StopReason) => void,
  ) {
    this.child = spawnConfined(start);
    const stream = this.child.stdio[BORDER] as Duplex;
    this.link = new Link(
      stream,
      { ...handlers, ended: (reason) => this.end(reason === "closed" ? "exit" : reason) },
      {
        maxBatchBytes: start.limits.maxBatchBytes,
        maxAsked: start.limits.maxAsked,
        maxAskedPerSecond: start.limits.maxAskedPerSecond,
        maxToldPerSecond: TOLD_A_LINE * start.limits.maxLogLinesPerSecond + TOLD_BESIDE,
        unaskedWeight: UNASKED_WEIGHT,
        maxTextBytes: LONGEST_TEXT_BYTES,
        longestSent: Number.MAX_SAFE_INTEGER,
      },
      () => this.stopped(),
    );
    this.child.once("error", () => this.end("start-failed"));
    this.child.once("exit", (_code, signal) => this.end(signal === null ? "exit" : "killed"));
  }

  /**
   * Resolves with what it says of itself once it is loaded.
   * @param question - `load`: a connector; `load-thread`: a module that stands for a thread of one.
   * @throws {PluginStoppedError}
   */
  async ready(question: "load" | "load-thread", data: unknown): Promise<unknown> {
    const { startTimeoutMs } = this.start.limits;
    const answered = afterOwnTime(startTimeoutMs, () => this.stop("start-timeout"));
    try {
      if (question === "load") await this.compile();
      const answer = await this.link.ask(question, data);
      this.look();
      return answer;
    } finally {
      answered();
    }
  }

  /** The first one leaves to the next what V8 made of their module. Its connector is not there yet: what it could say would be run by others. */
  private async compile(): Promise<void> {
    if (compiledCode(this.start) !== undefined) return;
    const { code } = codeSchema.parse(await this.link.ask("code", { manifest: this.start.manifest }));
    if (code !== undefined) keepCompiledCode(this.start, code);
  }

  /** Ends the process at once. Nothing it could still say counts. */
  stop(reason: StopReason): void {
    this.reason ??= reason;
    clearTimeout(this.lookTimer);
    this.child.kill("SIGKILL");
    this.link.close();
    this.end(reason);
  }

  private end(reason: StopReason): void {
    if (this.endedWith !== undefined) return;
    this.endedWith = this.reason ?? reason;
    clearTimeout(this.lookTimer);
    this.child.kill("SIGKILL");
    this.onEnded(this.endedWith);
  }

  /** Asks for a sign of life, and looks at the memory meanwhile. */
  private look(): void {
    if (this.endedWith !== undefined) return;
    const answered = afterOwnTime(this.start.limits.busyTimeoutMs, () => this.stop("busy-too-long"));
    this.link.ask("alive", {}).then(
      () => {
        answered();
        this.lookTimer = setTimeout(() => this.look(), LOOK_EVERY_MS);
        this.lookTimer.unref();
      },
      () => answered(),
    );
    void this.weigh();
  }

  private async weigh(): Promise<void> {
    const bytes = await residentBytes(this.child.pid ?? 0);
    const most = this.start.limits.memoryMb * 1_048_576 + BESIDE_HEAP_BYTES;
    if (bytes !== undefined && bytes > most) this.stop("memory");
  }

  private stopped(): PluginStoppedError {
    const { providerId } = this.start;
    return new PluginStoppedError({ providerId, reason: this.reason ?? this.endedWith ?? "exit" });
  }
}

function spawnConfined(start: PluginStart): ChildProcess {
  const { confinement, readableFolders, child, limits } = start;
  const node = [
    process.execPath,
    ...permissionFlags(process.versions.node, readableFolders),
    `--max-old-space-size=${limits.memoryMb}`,
    child,
  ];
  const [program = "", ...parameters] = [...confinement.command, ...node];
  const spawned = spawn(program, parameters, {
    // Nothing of the host's environment; the path only where `unshare` or `setpriv` has to be found, and the child gives it away at once.
    env: confinement.command.length === 0 ? {} : pathOnly(),
    cwd: "/",
    // What a connector prints may be anything: nobody reads it.
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    windowsHide: true,
  });
  // A process that ends before it has read it says so itself.
  (spawned.stdio[CODE] as Writable).on("error", () => undefined).end(compiledCode(start));
  return spawned;
}
