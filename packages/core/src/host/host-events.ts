import type { AvailabilityReport } from "../availability/availability-report.js";
import type { TransferReceipt } from "../ledger/transfer-receipt.js";
import type { SuppressionReason } from "../consent/suppression.js";
import type { CallState } from "../policy/call-state-policy.js";
import type { RightsNotice } from "../policy/rights-policy.js";
import type { SubjectRight } from "../rights/rights-request.js";
import type { ChannelState, ChannelTransition } from "../policy/channel-state-policy.js";
import type { Refusal } from "../policy/refusal.js";
import type { CallCause } from "../spec/inbound/call-event.js";
import type { DeliveryReport } from "../spec/inbound/delivery-report.js";
import type { Party } from "../spec/party.js";
import type { MessageState } from "../spec/message/message-state.js";

interface OfChannel {
  readonly accountId: string;
  readonly channelId: string;
}
interface OfMessage extends OfChannel {
  readonly messageId: string;
}
interface OfRightsRequest {
  readonly accountId: string;
  readonly requestId: string;
}
interface OfBlock {
  readonly accountId: string;
  readonly blockId: string;
}

/**
 * What the host tells of itself: notifications, after the fact, with ids and codes only (G7). Messages and delivery reports come
 * through `receive`, which retries; a listener here is called once. Several listeners of an event are given one frozen object.
 */
export interface HostEvents {
  "message-accepted": OfMessage & { readonly acceptedAtMs: number; readonly contentHash: string };
  "message-refused": OfChannel & { readonly refusal: Refusal };
  "message-state-changed": OfMessage & { readonly state: MessageState; readonly code: string | undefined };
  /** The provider took the message for some and refused others: positions in its `recipients`, and why. Nothing is sent to them again. */
  "recipients-refused": OfMessage & {
    readonly refused: readonly {
      readonly index: number;
      readonly code: string;
      readonly providerCode?: string | undefined;
    }[];
  };
  "transfer-opened": OfMessage & { readonly transferId: string; readonly providerId: string; readonly attempt: number };
  "call-refused": OfChannel & { readonly refusal: Refusal };
  /** A call is further than before, durably. */
  "call-state-changed": OfChannel & {
    readonly sessionId: string;
    readonly direction: "inbound" | "outbound";
    readonly state: CallState;
    readonly cause: CallCause | undefined;
    readonly party: Party | undefined;
    readonly durationMs: number | undefined;
  };
  /** The receipt of a transfer, after it is durable (R12, R23). */
  "transfer-closed": TransferReceipt;
  "delivery-reported": OfMessage & {
    readonly status: DeliveryReport["status"];
    readonly permanence: "hard" | "soft" | undefined;
    /** How far the provider's time of it is ahead of when it came: the order of reports then goes by our clock. Handlers have both times. Milliseconds. */
    readonly aheadMs: number;
    /** Of a failure: the provider's code, whether sending again may help, whose fault it is; absent where nobody said. */
    readonly code: string | undefined;
    readonly retryable: boolean | undefined;
    readonly party: Party | undefined;
  };
  "inbound-recorded": OfChannel & { readonly rawId: string };
  "inbound-delivered": OfChannel & { readonly rawId: string; readonly events: number };
  "inbound-parked": OfChannel & { readonly rawId: string; readonly code: string };
  /** Somebody opted out or complained, or an address is dead: nothing more goes there. */
  "recipient-suppressed": OfChannel & { readonly reason: SuppressionReason; readonly scope: string };
  /** Whoever runs the host blocked or limited (R20). */
  "block-placed": OfBlock & {
    readonly subject: "account" | "channel" | "recipient";
    readonly measure: "block" | "limit";
  };
  "block-refuted": OfBlock;
  "block-decided": OfBlock & {
    readonly decision: "lifted" | "upheld";
    readonly messages: "release" | "cancel" | "keep";
  };
  /** Suspended, archived, taken up again, deleted (R18). */
  "account-state-changed": {
    readonly accountId: string;
    readonly state: "active" | "suspended" | "archived" | "deleting" | "deleted";
  };
  /** A person's request (R15): ids only; `center.rights.get` tells the rest. */
  "rights-request-opened": OfRightsRequest & { readonly right: SubjectRight; readonly dueAt: string };
  /** Somebody has to do something a provider has no method for. */
  "rights-task-created": OfRightsRequest & { readonly targetId: string };
  "rights-request-ready": OfRightsRequest;
  "rights-request-due": OfRightsRequest & { readonly notice: RightsNotice; readonly dueAt: string };
  "rights-request-closed": OfRightsRequest;
  /** A channel is in another state; `reasons` are words, e.g. what a provider's new manifest reaches further. */
  "channel-state-changed": OfChannel & {
    readonly providerId: string;
    readonly state: ChannelState;
    readonly transition: ChannelTransition | "outdate" | "renew";
    readonly reasons: readonly string[];
  };
  "channel-activated": OfChannel & { readonly providerId: string };
  "channel-deactivated": OfChannel & { readonly providerId: string };
  "provider-added": { readonly providerId: string };
  "provider-removed": { readonly providerId: string };
  "provider-upgraded": { readonly providerId: string; readonly from: string; readonly to: string };
  "provider-disabled": { readonly providerId: string };
  "provider-enabled": { readonly providerId: string };
  /**
   * A webhook was refused for its time alone: everything else of its proof is right. Either a clock is wrong (`skewSeconds` above 0: this host's is
   * ahead), or an old delivery was sent again.
   */
  "webhook-skewed": OfChannel & { readonly providerId: string; readonly skewSeconds: number };
  "plugin-failed": { readonly providerId: string; readonly channelId: string; readonly code: string };
  "availability-changed": AvailabilityReport;
  "store-failing": { readonly code: string };
  "store-recovered": Record<string, never>;
  /** The store takes others, and this one never: it was given up. `kind`: what was to be written, several joined by commas. */
  "store-write-refused": { readonly kind: string; readonly systemCode: string };
}
export type HostEventName = keyof HostEvents;
