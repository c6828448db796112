import { Worker } from "node:worker_threads";
import { StoreError } from "@plugboard/core/spec";
import type { Opened, Operation, Operations, WorkerAnswer, WorkerRequest } from "../worker/worker-messages.js";
import type { WorkerSettings } from "../worker/worker-settings.js";
import { WorkerEnded } from "./worker-ended.js";

interface Pending {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** One worker from its start to its end. It keeps the process alive only while something is asked of it, and opens nothing until it is asked to. */
export class WorkerLink {
  isAlive = true;
  private readonly worker: Worker;
  private readonly ended: Promise<void>;
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;
  private cause: unknown;

  constructor(settings: WorkerSettings) {
    this.worker = new Worker(new URL("../sqlite-worker.js", import.meta.url), {
      name: "plugboard-store",
      // What the host preloads into its own thread only delays this one.
      execArgv: [],
      workerData: settings,
    });
    this.worker.on("message", (answer: WorkerAnswer) => this.settle(answer));
    this.worker.on("error", (error) => {
      this.cause = error;
    });
    this.ended = new Promise((resolve) => {
      this.worker.on("exit", () => {
        this.end();
        resolve();
      });
    });
    // After the listeners, which hold the process again.
    this.worker.unref();
  }

  /** Once, before anything else. @throws {StoreError} the database cannot be opened. @throws {WorkerEnded} */
  open(): Promise<Opened> {
    return new Promise((resolve, reject) => {
      this.send({ id: 0 }, [], { resolve: (answer) => resolve(answer as Opened), reject });
    });
  }

  /** Ends a worker that opened nothing. */
  async giveUp(): Promise<void> {
    await this.worker.terminate();
  }

  /** @throws {StoreError} what the worker says. @throws {WorkerEnded} when it ends before it answers. */
  ask<Name extends Operation>(
    operation: Name,
    ask: Operations[Name]["ask"],
    moved: readonly ArrayBuffer[] = [],
  ): Promise<Operations[Name]["answer"]> {
    return new Promise((resolve, reject) => {
      const id = (this.lastId += 1);
      this.send({ id, operation, ask }, moved, {
        resolve: (answer) => resolve(answer as Operations[Name]["answer"]),
        reject,
      });
    });
  }

  private send(request: WorkerRequest | { readonly id: 0 }, moved: readonly ArrayBuffer[], pending: Pending): void {
    if (!this.isAlive) {
      pending.reject(new WorkerEnded());
      return;
    }
    if (this.pending.size === 0) this.worker.ref();
    this.pending.set(request.id, pending);
    this.worker.postMessage(request, moved);
  }

  /** Resolves when the thread is gone and everything it held is released; keeps the process alive until then. */
  whenEnded(): Promise<void> {
    this.worker.ref();
    return this.ended;
  }

  private settle(message: WorkerAnswer): void {
    const pending = this.pending.get(message.id);
    this.pending.delete(message.id);
    if (this.pending.size === 0) this.worker.unref();
    if ("answer" in message) {
      pending?.resolve(message.answer);
      return;
    }
    const { code, ...details } = message.failure;
    pending?.reject(new StoreError(code, details));
  }

  private end(): void {
    this.isAlive = false;
    const ended = new WorkerEnded("the worker ended", { cause: this.cause });
    for (const { reject } of this.pending.values()) reject(ended);
    this.pending.clear();
  }
}
