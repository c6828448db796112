import { randomBytes } from "node:crypto";
import type { CloudSimulation } from "./cloud-simulation.js";
import { cloudMessageBody, cloudStatusBody, type PersonMessage } from "./cloud-webhook-bodies.js";

/** Posts a body to the host as the provider does. @returns the host's answer. */
export type PostWebhook = (body: string) => Promise<Response>;

/** What happens on the phones behind a simulated number: people write, messages arrive, and the host is told. */
export class CloudPeople {
  constructor(
    private readonly simulation: CloudSimulation,
    private readonly post: PostWebhook,
  ) {}

  /** A person writes. @returns the message's id and the host's answer. */
  async writes(
    message: Omit<PersonMessage, "id" | "atMs"> & Partial<Pick<PersonMessage, "id" | "atMs">>,
  ): Promise<{ id: string; answer: Response }> {
    const { desk } = this.simulation;
    const id = message.id ?? `wamid.${randomBytes(18).toString("base64url").toUpperCase()}`;
    const whole = { ...message, id, atMs: message.atMs ?? desk.now() };
    desk.personWrote(whole, whole.atMs);
    return { id, answer: await this.post(cloudMessageBody(desk.sender, whole)) };
  }

  /** Something becomes of a message the number sent. */
  reports(
    messageId: string,
    status: Parameters<typeof cloudStatusBody>[1]["status"],
    more: { readonly atMs?: number; readonly errorCode?: number; readonly category?: string } = {},
  ): Promise<Response> {
    const { desk } = this.simulation;
    const taken = desk.messages.find(({ id }) => id === messageId);
    const { atMs = desk.now(), ...rest } = more;
    const callback = taken?.idempotencyKey;
    return this.post(
      cloudStatusBody(desk.sender, {
        id: messageId,
        status,
        recipientId: (taken?.to ?? "").replace(/^\+/, ""),
        atMs,
        ...(callback === undefined ? {} : { callbackData: callback }),
        ...rest,
      }),
    );
  }
}
