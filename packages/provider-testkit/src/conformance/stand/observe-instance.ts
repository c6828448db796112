import type { ProviderInstanceV1, RawInbound, TransferV1 } from "@plugboard/core/spec";
import { capabilityMembers } from "./capability-members.js";
import { isPlainData } from "./is-plain-data.js";
import type { StandWatch } from "./observe-connection.js";
import type { ObservedSend } from "./observation.js";

/** What a stand wants to know of an instance. */
export interface InstanceWatch extends StandWatch {
  endTransfer(transfer: TransferV1): void;
  onParse(raw: RawInbound): void;
  onKey(): void;
}

/** The instance with what its methods are asked and answer written down; capabilities that are not in `shown` are left out. */
export function observeInstance(
  instance: ProviderInstanceV1,
  shown: ReadonlySet<string>,
  watch: InstanceWatch,
): ProviderInstanceV1 {
  const capabilities = capabilityMembers
    .filter((name) => shown.has(name) && instance[name] !== undefined)
    .map((name) => [name, observeCapability(name, instance[name], watch)] as const);
  return {
    ...Object.fromEntries(capabilities),
    close: async () => {
      await instance.close();
      watch.closed = true;
    },
  };
}

function observeCapability(name: string, capability: unknown, watch: InstanceWatch): unknown {
  if (typeof capability !== "object" || capability === null) return capability;
  return new Proxy(capability, {
    get: (target, property) => {
      const member: unknown = Reflect.get(target, property);
      if (typeof member !== "function") return member;
      return (...parameters: unknown[]) => {
        const [first] = parameters;
        const transfer = property === "doSend" || property === "doLookup" ? (first as TransferV1) : undefined;
        if (property === "doParse") watch.onParse(first as RawInbound);
        if (property === "doDeduplicationKey") watch.onKey();
        const send = transfer === undefined ? undefined : noteSend(transfer, String(property), watch);
        return settle(`${name}.${String(property)}`, () => Reflect.apply(member, target, parameters) as unknown, {
          watch,
          send,
          transfer,
        });
      };
    },
  });
}

function noteSend({ messageId, attempt }: TransferV1, method: string, { observation }: InstanceWatch): ObservedSend {
  const send: ObservedSend = { messageId, attempt, method: method === "doLookup" ? "doLookup" : "doSend" };
  observation.sends.push(send);
  return send;
}

interface Settling {
  readonly watch: InstanceWatch;
  readonly send: ObservedSend | undefined;
  readonly transfer: TransferV1 | undefined;
}

function settle(place: string, run: () => unknown, settling: Settling): unknown {
  let returned: unknown;
  try {
    returned = run();
  } catch (error) {
    return failed(place, error, settling);
  }
  if (!(returned instanceof Promise)) return answered(place, returned, settling);
  return returned.then(
    (value: unknown) => answered(place, value, settling),
    (error: unknown) => failed(place, error, settling),
  );
}

function answered(place: string, value: unknown, { watch, send, transfer }: Settling): unknown {
  if (!isPlainData(value)) watch.observation.borderBreaches.add(`result of ${place}`);
  if (send) send.outcome = value as NonNullable<ObservedSend["outcome"]>;
  if (send) watch.observation.utter(`result of ${place}`, value);
  if (transfer) watch.endTransfer(transfer);
  return value;
}

function failed(place: string, error: unknown, { watch, send, transfer }: Settling): never {
  if (send) send.error = error;
  watch.observation.utter(`error of ${place}`, error);
  if (transfer) watch.endTransfer(transfer);
  throw error;
}
