import type { Dispatcher } from "undici";
import type { Dialer } from "../dial/dialer.js";
import type { Place } from "../dial/place.js";
import type { EndpointTarget } from "../endpoint/endpoint-target.js";
import { ConnectionPool } from "./connection-pool.js";
import { DispatcherTransport } from "./dispatcher-transport.js";
import type { Transport } from "./transport.js";

interface Entry {
  readonly transport: Transport;
  channels: number;
}

/** The transports of a host, one for each place, shared by the channels that call it and gone with the last of them. */
export class TransportRegistry {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly dialer: Dialer,
    private readonly options: {
      readonly connectionsPerOrigin: number;
      readonly dispatcher?: Dispatcher | undefined;
    },
  ) {}

  /** For one channel; to be given back with {@link TransportRegistry.release}. */
  acquire(target: EndpointTarget): Transport {
    const key = keyOf(target);
    const entry = this.entries.get(key) ?? this.add(key, target);
    entry.channels += 1;
    return entry.transport;
  }

  release(target: EndpointTarget): void {
    const key = keyOf(target);
    const entry = this.entries.get(key);
    if (!entry) return;
    entry.channels -= 1;
    if (entry.channels > 0) return;
    this.entries.delete(key);
    void entry.transport.destroy();
  }

  private add(key: string, { origin, trusted }: EndpointTarget): Entry {
    const place: Place = { origin, trusted, session: undefined };
    const { dispatcher, connectionsPerOrigin } = this.options;
    const transport = dispatcher
      ? new DispatcherTransport(origin, dispatcher)
      : new ConnectionPool(place, this.dialer, connectionsPerOrigin);
    const entry = { transport, channels: 0 };
    this.entries.set(key, entry);
    return entry;
  }
}

/** A place whose address is not judged shares no connection with one whose address is. */
function keyOf({ origin, trusted }: EndpointTarget): string {
  return trusted ? `trusted ${origin.text}` : origin.text;
}
