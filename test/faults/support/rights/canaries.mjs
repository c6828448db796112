/** The person, and what only they brought in: none of it may be left. */
export const CANARIES = {
  phone: "+4915112345678",
  mail: "ann.canary@example.org",
  handle: "canaryhandle77",
  name: "Ann Canaryname",
  text: "canarytext-in-a-message",
  subject: "canarysubject",
  html: "canaryhtml",
  attachment: "canaryattachmentbytes",
  filename: "canaryfile.pdf",
  waiting: "canarytext-that-waits",
  held: "canarytext-that-is-held",
  idempotencyKey: "canarykey-of-the-caller",
  metadata: "canarymetadata",
  providerId: "canaryprovidersid",
  consentSource: "canaryconsentsource",
  parkedBody: "canarybody-of-a-parked-delivery",
  waitingBody: "canarybody-of-a-waiting-delivery",
  header: "canaryheader-of-a-delivery",
  deduplicationKey: "canarykey-of-a-delivery",
  record: "canaryrecord-of-a-conversation",
  reportName: "canaryreport-that-came-early",
};

/** The other person: all of it must stay. */
export const OTHERS = {
  phone: "+4915187654321",
  text: "otherstext-in-a-message",
  parkedBody: "othersbody-of-a-parked-delivery",
};

/** Words to look for in bytes: as they are, and as a provider's id holds them in base64, at each of three places. */
export function needlesOf(words) {
  const digits = words.startsWith("+") ? words.slice(1) : words;
  const inBase64 = [0, 1, 2].map((before) => {
    const text = Buffer.from(`${"\0".repeat(before)}${digits}`)
      .toString("base64")
      .replace(/=+$/, "");
    return text.slice(before === 0 ? 0 : before + 1, -1);
  });
  return [digits, encodeURIComponent(digits), ...inBase64];
}
