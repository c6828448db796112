import { connect as connectTcp, isIP, type LookupFunction, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { ResolveAddresses } from "../address/resolve-addresses.js";
import type { ResolvedAddress } from "../address/resolved-address.js";
import { Deadline } from "../../timing/deadline.js";
import type { DeadlineQueue } from "../../timing/deadline-queue.js";
import { checkedAddresses } from "./checked-addresses.js";
import type { DialGroup } from "./dial-group.js";
import { DialTimeout } from "./dial-timeout.js";
import type { Place } from "./place.js";
import { RefusedAddress } from "./refused-address.js";
import type { TrustAnchors } from "./trust-anchors.js";

const KEEP_ALIVE_AFTER_MS = 60_000;

/** The one place in the house that opens connections: resolves, checks, pins the checked addresses, connects, verifies. */
export class Dialer {
  constructor(
    private readonly resolve: ResolveAddresses,
    private readonly permits: (address: string) => boolean,
    private readonly trust: TrustAnchors,
    private readonly deadlines: DeadlineQueue,
  ) {}

  /**
   * @param timeoutMs - for all of it: name, connection, TLS.
   * @param group - of its owner: ends it before it is done.
   * @returns a connected socket; for secure schemes TLS is done and the certificate verified for the host's name.
   * @throws {RefusedAddress} @throws {DialTimeout} @throws the system's error.
   */
  dial(place: Place, timeoutMs: number, group: DialGroup): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const attempt = this.begin(resolve, reject, timeoutMs, group);
      checkedAddresses(place, this.resolve, this.permits).then(
        (addresses) => {
          if (!attempt.ended) this.open(place, addresses, attempt);
        },
        (error: unknown) => attempt.fail(error),
      );
    });
  }

  /**
   * Resolves and checks only, for a library that connects by itself.
   * @throws as {@link Dialer.dial} does.
   */
  check(place: Place, timeoutMs: number, group: DialGroup): Promise<readonly [ResolvedAddress, ...ResolvedAddress[]]> {
    return new Promise((resolve, reject) => {
      const attempt = this.begin(resolve, reject, timeoutMs, group);
      checkedAddresses(place, this.resolve, this.permits).then(
        (addresses) => attempt.succeed(addresses),
        (error: unknown) => attempt.fail(error),
      );
    });
  }

  private begin<T>(
    resolve: (result: T) => void,
    reject: (error: unknown) => void,
    timeoutMs: number,
    group: DialGroup,
  ): Attempt<T> {
    const attempt = new Attempt(resolve, reject);
    this.deadlines.enter(attempt, timeoutMs);
    group.add(attempt);
    attempt.onEnd = () => {
      this.deadlines.leave(attempt);
      group.delete(attempt);
    };
    return attempt;
  }

  private open(
    place: Place,
    addresses: readonly [ResolvedAddress, ...ResolvedAddress[]],
    attempt: Attempt<Socket>,
  ): void {
    const { host, port, scheme } = place.origin;
    const common = {
      host,
      port,
      // The answer was checked, so it is the only one that counts: another answer of the resolver is never asked for.
      lookup: pinned(addresses),
      autoSelectFamily: true,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_AFTER_MS,
      highWaterMark: 65_536,
    };
    const socket = scheme.secure
      ? connectTls({
          ...common,
          ...(isIP(host) === 0 ? { servername: host } : {}),
          ...(place.session ? { session: place.session } : {}),
          ...(scheme.way === "http" ? { ALPNProtocols: ["http/1.1"] } : {}),
          secureContext: this.trust.context(),
          // Explicit, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment does not switch it off.
          rejectUnauthorized: true,
        }).on("session", (session) => {
          place.session = session;
        })
      : connectTcp(common);
    attempt.socket = socket;
    socket.on("error", (error) => attempt.fail(error));
    socket.once("close", () => attempt.fail(Object.assign(new Error("closed"), { code: "ECONNRESET" })));
    socket.once(scheme.secure ? "secureConnect" : "connect", () => {
      const reached = socket.remoteAddress;
      if (!place.trusted && (reached === undefined || !this.permits(reached))) attempt.fail(new RefusedAddress());
      else attempt.succeed(socket);
    });
  }
}

/** One connection, or check, being made; ends once. */
class Attempt<T> extends Deadline {
  ended = false;
  socket: Socket | undefined = undefined;
  onEnd: () => void = () => undefined;

  constructor(
    private readonly resolve: (result: T) => void,
    private readonly reject: (error: unknown) => void,
  ) {
    super();
  }

  succeed(result: T): void {
    if (this.ended) return;
    this.ended = true;
    this.onEnd();
    this.resolve(result);
  }

  fail(error: unknown): void {
    if (this.ended) return;
    this.ended = true;
    this.onEnd();
    this.socket?.destroy();
    this.reject(error);
  }

  override expire(): void {
    this.fail(new DialTimeout());
  }
}

function pinned(addresses: readonly [ResolvedAddress, ...ResolvedAddress[]]): LookupFunction {
  return (_hostname, options, callback) => {
    if (options.all) callback(null, [...addresses]);
    else callback(null, addresses[0].address, addresses[0].family);
  };
}
