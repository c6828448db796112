import * as z from "zod/mini";
import { type SoftphoneCommand, softphoneCommandSchema } from "../../wire/softphone-command.js";
import { softphoneDialRefusedSchema, type SoftphonePermit, softphonePermitSchema } from "../../wire/softphone-dial.js";
import type { SoftphoneEvent } from "../../wire/softphone-event.js";
import type { SoftphoneLiveCall, SoftphonePresence } from "../../wire/softphone-presence.js";
import { type SoftphoneRegistration, softphoneRegistrationSchema } from "../../wire/softphone-registration.js";
import { DialRefusedError } from "../phone/dial-refused-error.js";
import type { SoftphoneDesk } from "./softphone-desk.js";

const commandsSchema = z.object({ gateway: z.optional(z.string()), commands: z.array(softphoneCommandSchema) });
const RETRY_BASE_MS = 500;
const RETRY_MAX_MS = 15_000;

/** The host's softphone gateway below one address; who the operator is, the page's own session says (cookie) or `headers`. */
export class HttpDesk implements SoftphoneDesk {
  private waiting: Promise<void> = Promise.resolve();
  private announced:
    { readonly state: SoftphonePresence["state"]; readonly calls: readonly SoftphoneLiveCall[] } | undefined;
  private gateway: string | undefined;

  constructor(
    private readonly url: string,
    private readonly headers: () => Record<string, string> = () => ({}),
  ) {}

  async register(): Promise<SoftphoneRegistration> {
    const answer = await this.request("/registration", { method: "POST" });
    if (!answer.ok) throw new Error(`no registration: ${answer.status}`);
    return softphoneRegistrationSchema.parse(await answer.json());
  }

  async mayDial(to: string, commandId?: string): Promise<SoftphonePermit> {
    const body = JSON.stringify({ to, ...(commandId === undefined ? {} : { commandId }) });
    const answer = await this.request("/dials", { method: "POST", body });
    if (answer.ok) return softphonePermitSchema.parse(await answer.json());
    const refused = softphoneDialRefusedSchema.safeParse(answer.status === 403 ? await readJson(answer) : undefined);
    if (refused.success) throw new DialRefusedError(refused.data.code, refused.data.reason);
    throw new Error(`no permit: ${answer.status}`);
  }

  report(event: SoftphoneEvent): void {
    this.waiting = this.waiting.then(() => this.deliver(event));
  }

  announce(state: SoftphonePresence["state"], calls: readonly SoftphoneLiveCall[]): void {
    this.announced = { state, calls };
    void this.request("/presence", { method: "POST", body: JSON.stringify(this.announced), keepalive: true }).catch(
      // The next announcement says it again.
      () => undefined,
    );
  }

  async follow(onCommand: (command: SoftphoneCommand) => void, signal: AbortSignal): Promise<void> {
    const done = new Set<string>();
    for (let failures = 0; !signal.aborted;) {
      try {
        const answer = await this.request("/commands", { method: "GET", signal });
        if (!answer.ok) throw new Error(`no commands: ${answer.status}`);
        failures = 0;
        const { gateway, commands } = commandsSchema.parse(await answer.json());
        this.meet(gateway);
        for (const command of commands) {
          if (!done.has(command.commandId)) onCommand(command);
          done.add(command.commandId);
        }
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        await pause(failures++, signal);
      }
    }
  }

  /** Another gateway has taken over: it is told where we are. */
  private meet(gateway: string | undefined): void {
    const isOther = gateway !== undefined && this.gateway !== undefined && gateway !== this.gateway;
    this.gateway = gateway;
    if (isOther && this.announced) this.announce(this.announced.state, this.announced.calls);
  }

  private async deliver(event: SoftphoneEvent): Promise<void> {
    for (let failures = 0; ; failures++) {
      try {
        const answer = await this.request("/events", { method: "POST", body: JSON.stringify(event), keepalive: true });
        // Refused for good: telling it again would hold up what comes after.
        if (answer.ok || (answer.status >= 400 && answer.status < 500 && answer.status !== 429)) return;
      } catch (error) {
        if (!(error instanceof Error)) throw error;
      }
      await pause(failures);
    }
  }

  private request(path: string, init: RequestInit): Promise<Response> {
    const headers = { ...this.headers(), ...(init.body === undefined ? {} : { "content-type": "application/json" }) };
    return fetch(`${this.url}${path}`, { credentials: "same-origin", cache: "no-store", ...init, headers });
  }
}

/** A 403 of something between us and the gateway has a page, or nothing. */
const readJson = (answer: Response): Promise<unknown> => answer.json().catch(() => undefined);

function pause(failures: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, Math.min(RETRY_MAX_MS, RETRY_BASE_MS * 2 ** Math.min(failures, 10)));
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
