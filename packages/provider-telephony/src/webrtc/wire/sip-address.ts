/** The address that is dialled: numbers as people write them become digits, everything else is as it is, at the own server unless it names another. */
export function sipAddress(target: string, domain: string): string {
  const [user = "", host] = target
    .trim()
    .replace(/^sips?:/i, "")
    .split("@", 2);
  const dialled = /^[+\d][\d\s()./-]*$/.test(user) ? user.replace(/[^\d+]/g, "") : user;
  return `sip:${dialled}@${host ?? domain}`;
}
