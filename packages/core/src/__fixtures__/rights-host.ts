import type { ContactCenterOptions } from "../host/contact-center-options.js";
import type { RightsOrder } from "../rights/rights-request.js";
import type { SubjectRightResult, SubjectRightsV1 } from "../spec/capabilities/subject-rights.js";
import type { Address } from "../spec/message/address.js";
import { scriptedProvider, type ScriptedProviderOptions } from "./scripted-provider.js";
import { act, activate, idOf, startHost, text } from "./start-host.js";

export const ann: Address = { kind: "phone", value: "+4930123456" };
export const mail: Address = { kind: "email", value: "ann@example.org" };
export const bob: Address = { kind: "phone", value: "+4930777777" };
const identity = { method: "code sent to both addresses", checkedBy: "desk-3", checkedAt: "2026-11-21T11:00:00Z" };
export const order = (changes: Partial<RightsOrder> = {}): RightsOrder => ({
  ...{ accountId: "acme", right: "erase", addresses: [ann, mail], identity, receivedAt: "2026-11-21T10:00:00Z", act },
  ...changes,
});
export const consent = {
  ...{ purposes: ["news"], wording: "yes", method: "form" as const, givenAt: "2026-01-01T00:00:00Z" },
  source: "page",
  act,
};
export type Right = Parameters<SubjectRightsV1["doSubjectRight"]>[0];

interface Setting extends Partial<ContactCenterOptions> {
  readonly answer?: (request: Right) => SubjectRightResult | Promise<SubjectRightResult>;
  readonly send?: ScriptedProviderOptions["send"];
}

/** A host whose people have rights, at a provider that answers as a test says, or has no way for it. */
export async function openRightsHost({ answer, send, ...options }: Setting = {}) {
  const asked: Right[] = [];
  const offers =
    answer === undefined
      ? {}
      : {
          offers: {
            subjectRights: {
              rights: ["access", "erase", "rectify", "restrict"],
              doSubjectRight: async (request: Right) => {
                asked.push(request);
                return answer(request);
              },
            } satisfies SubjectRightsV1,
          },
        };
  const content = { addressKinds: ["phone", "email"], maxRecipients: 5 };
  const scripted = scriptedProvider({ content, ...offers, ...(send === undefined ? {} : { send }) });
  const center = await startHost({ providers: [scripted.provider], ...options });
  if (center.channels.list("acme").length === 0) {
    await activate(center);
    await activate(center, { accountId: "rival", channelId: "r1" });
  }
  const code = async (changes = {}) => {
    const result = await center.send(text("hello", changes));
    return result.accepted ? "accepted" : result.refusal.code;
  };
  const sent = async (changes = {}) => {
    const messageId = idOf(await center.send(text("hello", changes)));
    await center.messages.settled("acme", messageId);
    return messageId;
  };
  return { center, scripted, asked, code, sent };
}
