import * as z from "zod/mini";
import { type SoftphoneCommand, softphoneCommandSchema } from "../../wire/softphone-command.js";
import { softphoneDialRefusedSchema, type SoftphonePermit, softphonePermitSchema } from "../../wire/softphone-dial.js";
import type { SoftphoneEvent } from "../../wire/softphone-event.js";
import type { SoftphoneLiveCall, SoftphonePresence } from "../../wire/softphone-presence.js";
import { type SoftphoneRegistration, softphoneRegistrationSchema } from "../../wire/softphone-registration.js";
import { DialRefusedError } from "../phone/dial-refused-error.js";
import type { SoftphoneDesk } from "./softphone-desk.js";

const commandsSchema = z.object({ gateway: z.optional(z.string()), commands: z.array(softphoneCommandSchema) });
/** The gateway does not understand what it was told, nor will it. All else passes: a login that has ended is renewed, a site that starts anew is back. */
const NEVER_AGAIN: readonly number[] = [400, 413];
const RETRY_BASE_MS = 500;
const RETRY_MAX_MS = 15_000;

/** The host's softphone gateway below one address; who the operator is, the page's own session says (cookie) or `headers`. */
export class HttpDesk implements SoftphoneDesk {
  private waiting: Promise<void> = Promise.resolve();
  private announced:
    { readonly state: SoftphonePresence["state"]; readonly calls: readonly SoftphoneLiveCall[] } | undefined;
  /** What was announced last did not arrive: it is said again when the gateway answers. */
  private isUnheard = false;
  private gateway: string | undefined;
  /** Which of the operator's pages we are. */
  private readonly page = crypto.randomUUID();

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
    const announced = (this.announced = { state, calls });
    const body = JSON.stringify(announced);
    this.isUnheard = false;
    void this.request("/presence", { method: "POST", body, keepalive: true }).then(
      ({ ok }) => (this.isUnheard ||= !ok && this.announced === announced),
      () => (this.isUnheard ||= this.announced === announced),
    );
  }

  async follow(onCommand: (command: SoftphoneCommand) => void, signal: AbortSignal): Promise<void> {
    const done = new Set<string>();
    for (let failures = 0, last = ""; !signal.aborted;) {
      try {
        const answer = await this.request(`/commands?last=${encodeURIComponent(last)}`, { method: "GET", signal });
        if (!answer.ok) throw new Error(`no commands: ${answer.status}`);
        failures = 0;
        const { gateway, commands } = commandsSchema.parse(await answer.json());
        this.meet(gateway);
        for (const command of commands) {
          if (!done.has(command.commandId)) onCommand(command);
          done.add((last = command.commandId));
        }
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        await pause(failures++, signal);
      }
    }
  }

  /** A gateway that has taken over, or did not hear it, is told where we are. */
  private meet(gateway: string | undefined): void {
    const isOther = gateway !== undefined && this.gateway !== undefined && gateway !== this.gateway;
    this.gateway = gateway;
    if ((isOther || this.isUnheard) && this.announced) this.announce(this.announced.state, this.announced.calls);
  }

  private async deliver(event: SoftphoneEvent): Promise<void> {
    for (let failures = 0; ; failures++) {
      try {
        const answer = await this.request("/events", { method: "POST", body: JSON.stringify(event), keepalive: true });
        // Telling it again would hold up what comes after.
        if (answer.ok || NEVER_AGAIN.includes(answer.status)) return;
      } catch (error) {
        if (!(error instanceof Error)) throw error;
      }
      await pause(failures);
    }
  }

  private request(path: string, init: RequestInit): Promise<Response> {
    const headers = {
      ...{ ...this.headers(), "softphone-page": this.page },
      ...(init.body === undefined ? {} : { "content-type": "application/json" }),
    };
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
