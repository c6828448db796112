import type { MessageContent } from "@plugboard/core/spec";
import { withoutUndefined } from "./without-undefined.js";

type ContactCard = Extract<MessageContent, { type: "contacts" }>["contacts"][number];

/** A contact card in the Cloud API's words. @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/contacts-messages */
export function cloudContact(card: ContactCard): Record<string, unknown> {
  const organization = withoutUndefined({
    company: card.organization,
    department: card.department,
    title: card.jobTitle,
  });
  return withoutUndefined({
    name: withoutUndefined({
      formatted_name: card.formattedName,
      first_name: card.firstName,
      last_name: card.lastName,
      middle_name: card.middleName,
      prefix: card.prefix,
      suffix: card.suffix,
    }),
    birthday: card.birthday,
    org: Object.keys(organization).length === 0 ? undefined : organization,
    phones: card.phones?.map(({ number, type, handle }) => withoutUndefined({ phone: number, type, wa_id: handle })),
    emails: card.emails?.map(({ address, type }) => withoutUndefined({ email: address, type })),
    addresses: card.addresses?.map(({ postalCode, countryCode, ...rest }) =>
      withoutUndefined({ ...rest, zip: postalCode, country_code: countryCode }),
    ),
    urls: card.urls?.map((one) => withoutUndefined(one)),
  });
}
