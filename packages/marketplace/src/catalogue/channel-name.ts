const NAMES: Readonly<Record<string, string>> = {
  email: "E-mail",
  sms: "SMS",
  voice: "Voice",
  telephony: "Telephony",
  whatsapp: "WhatsApp",
  webform: "Web form",
  livechat: "Live chat",
};

/** A kind of channel as a person calls it; kinds that plugins add are shown as they are called. */
export function channelName(kind: string): string {
  return Object.hasOwn(NAMES, kind) ? (NAMES[kind] ?? kind) : kind.replaceAll("-", " ");
}
