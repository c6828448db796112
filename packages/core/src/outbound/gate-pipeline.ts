import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import type { AccountRegistry } from "../host/account-registry.js";
import { decideCapability } from "../policy/capability-policy.js";
import { type GateName, gateNames } from "../policy/gate-name.js";
import { type Refusal, refusal } from "../policy/refusal.js";
import type { Gate, GateContext } from "./gate.js";

/**
 * Asks the gates in the order of {@link gateNames}; the first refusal ends it. Legal basis, suppression and fair use have their
 * place in the order; a gate is added with `use`.
 */
@injectable()
export class GatePipeline {
  private gates: readonly Gate[];
  private again: readonly Gate[] = [];

  constructor(@inject(TOKENS.AccountRegistry) accounts: AccountRegistry) {
    this.gates = [
      { name: "account", again: true, decide: ({ channel }) => accounts.refusalOf(channel.accountId) },
      { name: "activation", again: true, decide: ({ channel }) => channel.activation },
      { name: "terms", again: true, decide: ({ channel }) => channel.terms },
      { name: "capability", again: false, decide: decideChannelCapability },
      { name: "residency", again: true, decide: ({ channel }) => channel.residency },
    ];
    this.arrange();
  }

  /** Puts a gate at its place; one of the same name is replaced. */
  use(gate: Gate): void {
    this.gates = [...this.gates.filter(({ name }) => name !== gate.name), gate];
    this.arrange();
  }

  /** All gates, at acceptance. */
  decide(context: GateContext): Refusal | undefined | Promise<Refusal | undefined> {
    return askFrom(this.gates, 0, context);
  }

  /** The gates whose answer can have changed, before a transfer. */
  decideAgain(context: GateContext): Refusal | undefined | Promise<Refusal | undefined> {
    return askFrom(this.again, 0, context);
  }

  /**
   * As {@link decide}, for what is no message: some gates decide in another way.
   * @param all - whether every gate is asked, or those whose answer can have changed and the replaced ones.
   */
  decideInstead(
    context: GateContext,
    instead: Readonly<Partial<Record<GateName, Gate["decide"]>>>,
    all: boolean,
  ): Refusal | undefined | Promise<Refusal | undefined> {
    return this.askInstead(0, context, instead, all);
  }

  private askInstead(
    start: number,
    context: GateContext,
    instead: Readonly<Partial<Record<GateName, Gate["decide"]>>>,
    all: boolean,
  ): Refusal | undefined | Promise<Refusal | undefined> {
    for (const [index, gate] of this.gates.entries()) {
      if (index < start) continue;
      const other = instead[gate.name];
      if (other === undefined && !all && !gate.again) continue;
      const answer = other === undefined ? gate.decide(context) : other(context);
      if (answer === undefined) continue;
      if (answer instanceof Promise)
        return answer.then((refused) => refused ?? this.askInstead(index + 1, context, instead, all));
      return answer;
    }
    return undefined;
  }

  private arrange(): void {
    this.gates = [...this.gates].sort((left, right) => gateNames.indexOf(left.name) - gateNames.indexOf(right.name));
    this.again = this.gates.filter(({ again }) => again);
  }
}

function decideChannelCapability({ channel, message, contentBytes }: GateContext): Refusal | undefined {
  const content = channel.provider?.manifest.content;
  if (content === undefined) return refusal("CONTENT_UNSUPPORTED", { features: ["outboundMessages"] });
  return decideCapability(message, content, contentBytes);
}

/** Synchronous as long as the answers are: eight gates cost no promise. */
function askFrom(
  gates: readonly Gate[],
  start: number,
  context: GateContext,
): Refusal | undefined | Promise<Refusal | undefined> {
  for (let index = start; index < gates.length; index += 1) {
    const answer = gates[index]?.decide(context);
    if (answer === undefined) continue;
    if (answer instanceof Promise) return answer.then((refused) => refused ?? askFrom(gates, index + 1, context));
    return answer;
  }
  return undefined;
}
