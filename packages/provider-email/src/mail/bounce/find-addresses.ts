/** Characters that end an address in running text. Every repetition is bounded, so the time is linear. */
const ADDRESS = /([^\s<>()[\]"',;:=\\|`@]{1,64})@([^\s<>()[\]"',;:=\\|`@/?*]{1,253})/gu;
const COUNT_LIMIT = 1000;

/** Addresses in running text, in order, each once; a dot that ends a sentence is not part of one. */
export function findAddresses(text: string): string[] {
  const found = new Map<string, string>();
  for (const [, local = "", domain = ""] of text.matchAll(ADDRESS)) {
    const host = domain.replace(/[.!]{1,10}$/, "");
    if (!/[\p{L}\p{N}]/u.test(host) || found.size >= COUNT_LIMIT) continue;
    const address = `${local.replace(/^[*.]{1,10}/, "")}@${host}`;
    if (!address.startsWith("@") && !found.has(address.toLowerCase())) found.set(address.toLowerCase(), address);
  }
  return [...found.values()];
}

/** The text with its addresses taken out, to look for words in. */
export function withoutAddresses(text: string): string {
  return text.replace(ADDRESS, " ");
}
