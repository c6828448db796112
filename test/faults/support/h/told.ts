import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ContactCenter, HostEventName } from "@plugboard/core";
import {
  type PersonalDataFinding,
  personalDataProbe,
  recordingLogger,
  type RecordingLogger,
} from "@plugboard/provider-testkit";
import { hostEventNames } from "./host-event-names.js";

const METHODS = ["debug", "info", "log", "warn", "error", "trace"] as const;

/** All that a host tells of itself while a row runs: events, log lines, what is said on the console, process warnings, temporary files. */
export class Told {
  readonly logger: RecordingLogger = recordingLogger();
  readonly #said: { readonly what: string; readonly value: unknown }[] = [];
  readonly #events = new Map<HostEventName, number>();
  readonly #undo: (() => void)[] = [];
  #folder = "";

  async begin(): Promise<void> {
    this.#folder = await mkdtemp(join(tmpdir(), "plugboard-told-"));
    const before = process.env["TMPDIR"];
    process.env["TMPDIR"] = this.#folder;
    this.#undo.push(() => {
      if (before === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = before;
    });
    for (const name of METHODS) {
      const original = console[name];
      console[name] = (...parts: unknown[]) => this.say(`console.${name}`, parts);
      this.#undo.push(() => void (console[name] = original));
    }
    const warned = (warning: Error): void => this.say("warning", warning);
    process.on("warning", warned);
    this.#undo.push(() => process.off("warning", warned));
  }

  /** Hears every event of a host. */
  listen(center: ContactCenter): void {
    for (const name of hostEventNames)
      center.on(name, (event: unknown) => {
        this.#events.set(name, this.count(name) + 1);
        this.say(`event ${name}`, event);
      });
  }

  say(what: string, value: unknown): void {
    this.#said.push({ what, value });
  }

  /** What a host answers about itself: states, receipts, trail, availability. */
  async ask(center: ContactCenter, accountId: string): Promise<void> {
    this.say("messages", await center.messages.list({ accountId, limit: 1_000 }));
    this.say("receipts", await center.ledger.entries({ accountId, limit: 1_000 }));
    this.say("trail", await center.ledger.audit({ accountId, limit: 1_000 }));
    this.say("availability", center.availability.providers());
  }

  /** Pieces of what was told: a row that heard nothing has tried nothing. */
  get pieces(): number {
    return this.#said.length + this.logger.lines.length;
  }

  /** How often an event was heard. */
  count(name: HostEventName): number {
    return this.#events.get(name) ?? 0;
  }

  get eventNames(): readonly string[] {
    return [...this.#events.keys()].sort();
  }

  /** @returns where canaries were found, by name, never their values. */
  search(canaries: Readonly<Record<string, string>>): readonly PersonalDataFinding[] {
    const probe = personalDataProbe(canaries);
    const files = readdirSync(this.#folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
    return [
      ...this.#said.flatMap(({ what, value }) => probe.search(value, what)),
      ...this.logger.lines.flatMap((line) => probe.search(line, `log ${line.level}`)),
      ...files.flatMap((file) => probe.search(file, "a temporary file")),
    ];
  }

  async end(): Promise<void> {
    for (const undo of this.#undo.splice(0)) undo();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
