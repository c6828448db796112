import type { Client } from "undici";
import { DialGroup } from "../dial/dial-group.js";
import type { Dialer } from "../dial/dialer.js";
import type { Place } from "../dial/place.js";
import { loadedUndici, loadUndici } from "../undici-module.js";
import type { Call } from "./call.js";
import { FifoQueue } from "../../collections/fifo-queue.js";
import { readInPieces } from "./read-in-pieces.js";
import type { Transport } from "./transport.js";

/** A connection that does not stand by then is given up; a call's own deadline may be shorter. */
const CONNECT_TIMEOUT_MS = 10_000;
/** However long a server offers to keep an idle connection. Without an offer undici keeps it for 4 seconds. */
const KEEP_ALIVE_AT_MOST_MS = 60_000;

/**
 * The connections to one place: HTTP/1.1 with keep-alive, one call at a time on each, made when needed and forgotten when closed.
 *
 * undici's `Pool` is not used: it looks through all of its connections at each call, keeps every connection object it ever made, and gives
 * no way to take back a call that waits for a connection.
 */
export class ConnectionPool implements Transport {
  /** With the call that runs on each. */
  private readonly connections = new Map<Client, Call | undefined>();
  /** The one used last is used next, so that the others fall idle and close. */
  private readonly idle: Client[] = [];
  private readonly waiting = new FifoQueue<Call>();
  private readonly dials = new DialGroup();
  private closed = false;

  constructor(
    private readonly place: Place,
    private readonly dialer: Dialer,
    private readonly connectionsAtMost: number,
  ) {}

  /** Open connections and those being made. */
  get size(): number {
    return this.connections.size;
  }

  start(call: Call): void {
    if (this.closed) call.refuse("closed");
    else if (loadedUndici()) this.dispatch(call);
    else
      loadUndici().then(
        () => this.start(call),
        (error: unknown) => call.failWith(error),
      );
  }

  release(call: Call, reusable: boolean): void {
    const { connection } = call;
    if (connection === undefined) return;
    call.connection = undefined;
    if (!reusable) this.forget(connection);
    if (this.closed) return;
    if (reusable) this.connections.set(connection, undefined);
    const next = this.nextWaiting();
    if (next === undefined) {
      if (reusable) this.idle.push(connection);
    } else if (reusable) {
      this.run(connection, next);
    } else {
      this.dispatch(next);
    }
  }

  async destroy(): Promise<void> {
    this.closed = true;
    this.dials.cancel();
    for (let call = this.nextWaiting(); call; call = this.nextWaiting()) call.refuse("closed");
    const ending = [...this.connections.keys()].map((connection) => connection.destroy());
    this.connections.clear();
    this.idle.length = 0;
    await Promise.all(ending);
  }

  private dispatch(call: Call): void {
    if (call.isOver) return;
    const connection = this.idle.pop();
    if (connection) this.run(connection, call);
    else if (this.connections.size < this.connectionsAtMost) this.run(this.connect(), call);
    else this.waiting.push(call);
  }

  private run(connection: Client, call: Call): void {
    const { request } = call;
    if (request === undefined) throw new TypeError("the call is over");
    call.connection = connection;
    this.connections.set(connection, call);
    connection.dispatch(request, call);
  }

  private nextWaiting(): Call | undefined {
    for (;;) {
      const call = this.waiting.shift();
      if (call === undefined || !call.isOver) return call;
    }
  }

  private connect(): Client {
    const undici = loadedUndici();
    if (!undici) throw new TypeError("undici is not loaded");
    const connection = new undici.Client(this.place.origin.text, {
      connect: (_options, callback) => {
        this.dialer.dial(this.place, CONNECT_TIMEOUT_MS, this.dials).then(
          (socket) =>
            callback(
              null,
              readInPieces(socket, (bytes) => this.connections.get(connection)?.read(bytes)),
            ),
          (error: unknown) => callback(error instanceof Error ? error : new Error("not connected"), null),
        );
      },
      pipelining: 1,
      // The call's own deadline covers the whole of it.
      headersTimeout: 0,
      keepAliveMaxTimeout: KEEP_ALIVE_AT_MOST_MS,
      bodyTimeout: 0,
    });
    connection.on("disconnect", () => this.forgetIdle(connection));
    this.connections.set(connection, undefined);
    return connection;
  }

  private forgetIdle(connection: Client): void {
    const index = this.idle.indexOf(connection);
    if (index < 0) return;
    this.idle.splice(index, 1);
    this.forget(connection);
  }

  private forget(connection: Client): void {
    this.connections.delete(connection);
    // Not at once: undici is in the middle of reporting the failure.
    queueMicrotask(() => void connection.destroy());
  }
}
