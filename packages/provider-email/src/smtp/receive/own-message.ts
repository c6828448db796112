import type { MailAddress, ParsedMail } from "../../mail/index.js";
import { MESSAGE_ID_PREFIX } from "../compose/message-id.js";

/**
 * True for a copy of a message that this channel sent itself, as it lies in a folder of sent mail: by its id, from the channel's own
 * address, and to others. What comes back to the own address is shown: somebody sent it there on purpose.
 */
export function isOwnMessage(mail: ParsedMail, ownAddress: string): boolean {
  const own = ownAddress.toLowerCase();
  const isOwn = ({ address }: MailAddress) => address.toLowerCase() === own;
  return (
    mail.messageId?.startsWith(`<${MESSAGE_ID_PREFIX}`) === true &&
    mail.from.some(isOwn) &&
    ![...mail.to, ...mail.cc].some(isOwn)
  );
}
