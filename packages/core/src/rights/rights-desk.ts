import { inject, injectable } from "tsyringe";
import type { z } from "zod";
import { TOKENS } from "../di/tokens.js";
import type { EventBus } from "../host/event-bus.js";
import type { ActedBy } from "../ledger/acted-by.js";
import type { AuditLog } from "../ledger/audit-log.js";
import type { ReleaseOrders } from "../outbound/release-orders.js";
import { dueAtMs, dueNotices } from "../policy/rights-policy.js";
import type { Ids } from "../ports/ids.js";
import type { StoreWrite } from "../ports/store.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import type { LoggerV1 } from "../spec/connection/logger.js";
import { RequestError } from "../spec/errors/request-error.js";
import { withinTime } from "../timing/within-time.js";
import type { RestrictionBook } from "./restriction-book.js";
import type { RightsBook } from "./rights-book.js";
import { firstTargets, nextAtMs, providerRightOf, withoutPerson } from "./rights-plan.js";
import type { RightsRequest, rightsOrderSchema, taskCompletionSchema } from "./rights-request.js";
import type { RightsRunner } from "./rights-runner.js";

/** The clock is looked at least this often while a request is open, so that one that jumps is noticed. Milliseconds. */
const LONGEST_NAP_MS = 60_000;
const STOP_LIMIT_MS = 10_000;

/** Takes people's requests in, keeps their deadlines, and goes on with them after a restart (R15). One timer for all of them. */
@injectable()
export class RightsDesk {
  private timer: NodeJS.Timeout | undefined;
  private readonly underWay = new Set<Promise<void>>();
  private stopped = false;

  constructor(
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.Ids) private readonly ids: Ids,
    @inject(TOKENS.Logger) private readonly logger: LoggerV1,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
    @inject(TOKENS.AuditLog) private readonly audit: AuditLog,
    @inject(TOKENS.ReleaseOrders) private readonly releases: ReleaseOrders,
    @inject(TOKENS.RightsBook) private readonly book: RightsBook,
    @inject(TOKENS.RestrictionBook) private readonly restrictions: RestrictionBook,
    @inject(TOKENS.RightsRunner) private readonly runner: RightsRunner,
  ) {}

  /** Before anything is sent: who is restricted or being erased. */
  async load(): Promise<void> {
    await Promise.all([this.book.load(), this.restrictions.load()]);
    for (const { accountId, requestId, right, addresses } of this.book.open())
      if (right === "erase") this.restrictions.restrict(accountId, addresses, requestId, { kind: "erasing" }, 0);
  }

  /** Goes on with what an earlier process began. */
  start(): void {
    this.look();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    this.runner.stop();
    await withinTime(Promise.all(this.underWay), STOP_LIMIT_MS, () => undefined);
  }

  /** Durable when it resolves, and what the host does by itself at once is done; in force before that. @throws {StoreError} nothing was taken in. */
  async open(order: z.output<typeof rightsOrderSchema>, by: ActedBy): Promise<RightsRequest> {
    const { accountId, right, addresses, identity, receivedAt, reference, purposes, rectified, act } = order;
    const requestId = this.ids.next("rgt");
    const dueAt = new Date(dueAtMs(Date.parse(receivedAt))).toISOString();
    const request: RightsRequest = {
      ...{ requestId, accountId, right, addresses, identity, act, receivedAt, dueAt, state: "open", told: [] },
      ...(rectified === undefined ? {} : { rectified }),
      ...(purposes === undefined ? {} : { purposes }),
      ...(reference === undefined ? {} : { reference }),
      targets: firstTargets(right),
    };
    const details = { right, identity, dueAt, ...(reference === undefined ? {} : { reference }) };
    const entry = this.entryOf(request, by, "rights-requested", details);
    const standing = this.standing(request);
    try {
      await this.book.add(request, entry, ...standing);
    } catch (error) {
      this.restrictions.allow(accountId, requestId);
      throw error;
    }
    this.events.emit("rights-request-opened", { accountId, requestId, right, dueAt });
    const running = this.go(requestId);
    if (providerRightOf(right) === undefined) await running;
    return this.book.get(accountId, requestId);
  }

  /** Resolves when nothing more can be done now but by providers' time or by people. @throws {RequestError} `RIGHTS_REQUEST_UNKNOWN`. */
  async carriedOut(accountId: string, requestId: string): Promise<RightsRequest> {
    await this.book.get(accountId, requestId);
    await this.go(requestId);
    return this.book.get(accountId, requestId);
  }

  /** @throws {RequestError} `RIGHTS_REQUEST_UNKNOWN`: no such target, or nothing is left to do about it. */
  async complete(
    { accountId, requestId, targetId, proof }: z.output<typeof taskCompletionSchema>,
    by: ActedBy,
  ): Promise<RightsRequest> {
    await this.book.get(accountId, requestId);
    await this.runner.change(requestId, async () => {
      const request = this.book.find(requestId);
      const target = request?.targets.find((one) => one.targetId === targetId && one.kind === "provider");
      if (request === undefined || target === undefined || target.state === "done")
        throw new RequestError("RIGHTS_REQUEST_UNKNOWN", { requestId, targetId });
      await this.runner.done(request, target, proof, [], by);
    });
    return this.carriedOut(accountId, requestId);
  }

  /** Access: the person has the data. @throws {RequestError} `RIGHTS_REQUEST_UNKNOWN`: it is not ready. */
  async answered(accountId: string, requestId: string, by: ActedBy): Promise<RightsRequest> {
    await this.runner.change(requestId, async () => {
      const request = await this.book.get(accountId, requestId);
      if (request.state !== "ready") throw new RequestError("RIGHTS_REQUEST_UNKNOWN", { requestId });
      const closing: RightsRequest = { ...withoutPerson(request), state: "closing" };
      await this.book.put(closing, this.entryOf(request, by, "rights-answered", {}));
    });
    return this.carriedOut(accountId, requestId);
  }

  /** Ends a restriction or takes an objection back; held messages go on. @throws {RequestError} `RIGHTS_REQUEST_UNKNOWN`. */
  async lift(accountId: string, requestId: string, by: ActedBy): Promise<void> {
    const released = this.releases.of(accountId);
    await this.runner.change(requestId, async () => {
      const request = await this.book.get(accountId, requestId);
      const { right, state } = request;
      const deletions = this.restrictions.deletions(accountId, requestId);
      if ((right !== "restrict" && right !== "object") || deletions.length === 0)
        throw new RequestError("RIGHTS_REQUEST_UNKNOWN", { requestId });
      // A provider that was not asked yet is not asked to restrict what is restricted no more.
      const over: RightsRequest =
        state === "done" ? request : { ...withoutPerson(request), state: "done", closedAt: this.now() };
      const entry = this.entryOf(request, by, "rights-lifted", { right });
      await this.book.put(over, ...deletions, entry, released.write);
      // Only now: until it is durable the person is not written to.
      this.restrictions.allow(accountId, requestId);
      if (state !== "done") this.events.emit("rights-request-closed", { accountId, requestId });
    });
    await released.carryOut();
  }

  /** Looks at every open request: what is due is done, deadlines are told. The host does it by itself; a test or a job may ask for it. */
  async sweep(): Promise<void> {
    const nowMs = this.clock.now();
    for (const request of [...this.book.open()]) {
      await this.tell(request, nowMs);
      await this.go(request.requestId);
    }
  }

  private async tell({ accountId, requestId }: RightsRequest, nowMs: number): Promise<void> {
    // Nobody hears it yet: it is told to the first that does.
    if (!this.events.has("rights-request-due")) return;
    await this.runner.change(requestId, async () => {
      const request = this.book.find(requestId);
      if (request === undefined) return;
      const { dueAt, told } = request;
      const due = dueNotices(Date.parse(dueAt), told, nowMs);
      const notice = due.at(-1);
      if (notice === undefined) return;
      await this.book.put({ ...request, told: [...told, ...due] });
      this.events.emit("rights-request-due", { accountId, requestId, notice, dueAt });
    });
  }

  private standing({ accountId, requestId, right, addresses, purposes }: RightsRequest): StoreWrite[] {
    const nowMs = this.clock.now();
    const restrict = (kind: "restricted" | "objected" | "erasing", against?: readonly string[]): StoreWrite[] =>
      this.restrictions.restrict(accountId, addresses, requestId, { kind, purposes: against }, nowMs);
    if (right === "restrict") return restrict("restricted");
    if (right === "object") return restrict("objected", purposes);
    return right === "erase" ? restrict("erasing") : [];
  }

  private go(requestId: string): Promise<void> {
    const running = this.runner
      .run(requestId)
      // A store that cannot be read now: the next look goes on with it.
      .catch((error: unknown) => {
        this.logger.error("a person's request could not be carried on; it is tried again", {
          requestId,
          error: error instanceof Error ? error.name : "unknown",
        });
      })
      .finally(() => {
        this.underWay.delete(running);
        this.nap();
      });
    this.underWay.add(running);
    return running;
  }

  private look(): void {
    this.sweep()
      .catch(() => this.logger.error("people's requests could not be looked at; it is tried again"))
      .finally(() => this.nap());
  }

  private nap(): void {
    clearTimeout(this.timer);
    if (this.stopped) return;
    let delayMs: number | undefined;
    const nowMs = this.clock.now();
    for (const request of this.book.open())
      delayMs = Math.min(delayMs ?? LONGEST_NAP_MS, Math.max(1, (nextAtMs(request) ?? Infinity) - nowMs));
    if (delayMs !== undefined) this.timer = setTimeout(() => this.look(), delayMs).unref();
  }

  private now(): string {
    return new Date(this.clock.now()).toISOString();
  }

  private entryOf(
    { accountId, requestId }: RightsRequest,
    by: ActedBy,
    action: string,
    details: Readonly<Record<string, unknown>>,
  ): StoreWrite {
    return this.audit.entryOf({ accountId, ...by, action, subject: requestId, details });
  }
}
