/**
 * Envelope recipients, written after one another with a blank between. One inside quotes belongs to its address: `"a b"@example.com` (RFC 5321 §4.1.2).
 * Where quotes do not close, every blank is one between.
 */
export function splitRecipients(text: string): string[] {
  const recipients: string[] = [];
  let recipient = "";
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === " " && !quoted) {
      recipients.push(recipient);
      recipient = "";
      continue;
    }
    recipient += character;
    if (character === '"') quoted = !quoted;
    else if (character === "\\" && quoted) {
      at += 1;
      recipient += text.charAt(at);
    }
  }
  return quoted ? text.split(" ") : [...recipients, recipient];
}
