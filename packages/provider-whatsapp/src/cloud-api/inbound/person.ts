import { type Address, type InboundEventInput, singleLineSchema } from "@plugboard/core/spec";
import type { CloudContact, CloudMessage } from "./webhook-schemas.js";

type From = Extract<InboundEventInput, { type: "message" }>["from"];

/** Who wrote: by phone number where it is known, else by business-scoped user id, which is a handle of its own. */
export interface Person {
  readonly from: From;
  readonly alsoKnownAs: readonly Address[];
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
 */
export function readPerson(
  message: Pick<CloudMessage, "from" | "from_user_id">,
  contacts: readonly CloudContact[],
): Person {
  const contact =
    contacts.find(
      ({ wa_id, user_id }) => (wa_id && wa_id === message.from) || (user_id && user_id === message.from_user_id),
    ) ?? (contacts.length === 1 ? contacts[0] : undefined);
  const name = singleLineSchema.min(1).max(256).safeParse(contact?.profile?.name);
  const named = name.success ? { name: name.data } : {};
  const addresses = [
    ...phoneOf(message.from ?? contact?.wa_id),
    ...handleOf(message.from_user_id ?? contact?.user_id),
    ...handleOf(contact?.parent_user_id),
  ];
  const [first, ...alsoKnownAs] = addresses;
  const from: From = first === undefined ? { kind: "unparsed", value: message.from ?? "" } : { ...first, ...named };
  const username = contact?.profile?.username;
  return {
    from,
    alsoKnownAs,
    details: {
      ...(username ? { username } : {}),
      ...(name.success || !contact?.profile?.name ? {} : { profileName: contact.profile.name }),
    },
  };
}

/** A WhatsApp id is a phone number without its plus sign. */
export function phoneOf(waId: string | null | undefined): Address[] {
  const value = `+${(waId ?? "").replace(/^\+/, "")}`;
  return /^\+[1-9]\d{1,14}$/.test(value) ? [{ kind: "phone", value }] : [];
}

function handleOf(userId: string | null | undefined): Address[] {
  const value = singleLineSchema.min(1).max(256).safeParse(userId);
  return value.success ? [{ kind: "handle", value: value.data }] : [];
}
