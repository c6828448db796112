import { createHmac } from "node:crypto";
import { sipAddress } from "../wire/sip-address.js";
import type { SoftphonePermit } from "../wire/softphone-dial.js";
import type { SipAccount } from "./issue-registration.js";

/** What the host's gates say; `center.calls.check` answers so. */
export type DialDecision =
  | { readonly accepted: true }
  | { readonly accepted: false; readonly refusal: { readonly code: string; readonly reason: string } };

/**
 * Asks the host whether an operator may dial this address: `({ to }) => center.calls.check({ accountId, channelId, to, country: "DE" })`. A site without
 * gates says so in words; then emergency numbers, blocks and suppressions hold for nothing that is typed into the telephone.
 */
export type MayDial =
  | ((dial: { readonly operator: string; readonly to: string }) => Promise<DialDecision>)
  | { readonly unchecked: string };

/** An INVITE follows at once; a person may be asked for the microphone first. */
const PERMIT_SECONDS = 60;

/** Decides on what operators dial, and proves it to the SIP server. */
export class DialGate {
  constructor(
    private readonly sip: SipAccount,
    private readonly mayDial: MayDial,
    private readonly now: () => number,
  ) {}

  /** @param isDecided - the host has asked for this call itself: its gates have spoken. */
  async decide(
    operator: string,
    to: string,
    isDecided: boolean,
  ): Promise<SoftphonePermit | { readonly code: string; readonly reason: string }> {
    const address = sipAddress(to, this.sip.domain);
    if (!isDecided && typeof this.mayDial === "function") {
      const decision = await this.mayDial({ operator, to: address });
      if (!decision.accepted) return { code: decision.refusal.code, reason: decision.refusal.reason };
    }
    return { address, permit: this.permit(operator, address) };
  }

  /** `expiry:operator>user@host` and its HMAC-SHA1, in the manner of the registration: Kamailio's `autheph_authenticate` checks it. */
  private permit(operator: string, address: string): string {
    const expiry = Math.floor(this.now() / 1_000) + PERMIT_SECONDS;
    const what = `${expiry}:${operator}>${address.replace(/^sip:/, "")}`;
    return `${what} ${createHmac("sha1", this.sip.secret).update(what).digest("base64")}`;
  }
}
