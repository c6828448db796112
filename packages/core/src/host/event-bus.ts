import { EventEmitter } from "eventemitter3";
import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import { freezeDeep } from "../collections/freeze-deep.js";
import type { LoggerV1 } from "../spec/connection/logger.js";
import type { HostEventName, HostEvents } from "./host-events.js";

export type HostEventListener<Name extends HostEventName> = (event: HostEvents[Name]) => void;

/**
 * Typed notifications. A listener that throws or rejects is logged and hurts nobody: not the emitter, not the other listeners.
 * Where there are several, all are given one frozen object.
 */
@injectable()
export class EventBus {
  private readonly emitter = new EventEmitter<HostEventName>();

  constructor(@inject(TOKENS.Logger) private readonly logger: LoggerV1) {}

  /** @returns a function that takes the listener off again. */
  on<Name extends HostEventName>(name: Name, listener: HostEventListener<Name>): () => void {
    const safe = (event: HostEvents[Name]): void => {
      try {
        const result: unknown = listener(event);
        if (result instanceof Promise) result.catch(() => this.report(name));
      } catch {
        // The error itself may quote what the listener handled, so only its event's name is logged.
        this.report(name);
      }
    };
    this.emitter.on(name, safe);
    return () => void this.emitter.off(name, safe);
  }

  /** Whether anyone listens: a payload nobody reads need not be made. */
  has(name: HostEventName): boolean {
    return this.emitter.listenerCount(name) > 0;
  }

  emit<Name extends HostEventName>(name: Name, event: HostEvents[Name]): void {
    // For one listener alone there is nobody to keep it from, and freezing would cost a quarter of what a message does.
    if (this.emitter.listenerCount(name) > 1) freezeDeep(event);
    this.emitter.emit(name, event);
  }

  removeAll(): void {
    this.emitter.removeAllListeners();
  }

  private report(event: string): void {
    this.logger.error("an event listener failed", { event });
  }
}
