import type { Socket } from "node:net";
import type { ClockV1 } from "../../spec/connection/clock.js";
import { readQuota } from "../http/read-quota.js";
import type { HttpResponseV1 } from "../../spec/connection/http-client.js";
import type { QuotaHeaders } from "../../spec/manifest/quota-headers.js";
import type { Quota } from "./quota.js";
import type { TransferFacts } from "./transfer-facts.js";

/** A transfer between `openTransfer` and `closeTransfer`: which operation may use it, and what left under its name. */
export class OpenTransfer {
  /** HTTP calls under way under this transfer. */
  callsUnderWay = 0;
  private bodyBytes = 0;
  private sentAtMs: number | undefined = undefined;
  private quota: Quota | undefined = undefined;
  private sockets: { readonly socket: Socket; readonly before: number }[] | undefined = undefined;

  constructor(
    readonly operation: string,
    private readonly clock: ClockV1,
    private readonly further: readonly string[] = [],
  ) {}

  /** Whether calls of another operation may name it too. */
  isAlsoFor(operation: string): boolean {
    return this.further.includes(operation);
  }

  /** A request begins to leave. */
  sent(bodyBytes: number): void {
    this.sentAtMs ??= this.clock.now();
    this.bodyBytes += bodyBytes;
  }

  /** An answer came that may tell of the provider's limit. */
  answered(headers: HttpResponseV1["headers"], told: QuotaHeaders): void {
    this.quota = readQuota(headers, told, this.clock.now()) ?? this.quota;
  }

  /** A socket was handed out; what is written to it until the transfer closes counts. */
  handedOut(socket: Socket): void {
    this.sent(0);
    if (this.sockets?.some((known) => known.socket === socket)) return;
    (this.sockets ??= []).push({ socket, before: socket.bytesWritten });
  }

  facts(): TransferFacts {
    const socketBytes = this.sockets?.reduce((sum, { socket, before }) => sum + socket.bytesWritten - before, 0) ?? 0;
    return {
      bytesOut: this.bodyBytes + socketBytes,
      requestSent: this.sentAtMs !== undefined,
      ...(this.sentAtMs === undefined ? {} : { sentAtMs: this.sentAtMs }),
      ...(this.quota === undefined ? {} : { quota: this.quota }),
    };
  }
}
