import { isTakenName } from "./is-taken-name.js";

/** The spellings of a provider's name. */
export interface ProviderNames {
  /** `"acme-mail"`: the manifest's id, and file names. */
  readonly id: string;
  /** `"Acme Mail"` */
  readonly displayName: string;
}

const ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** What is wrong with an id, in words; undefined when nothing is. */
export function idProblem(id: string): string | undefined {
  if (id.length > 40) return "is longer than 40 characters";
  if (!ID.test(id)) return "is not words of lower-case letters and digits, joined by hyphens, such as acme-mail";
  return isTakenName(camelOf(id))
    ? `is what the language, or the code of a new provider, calls something else: add a word, such as ${id}-sms`
    : undefined;
}

/** `"acme-mail"` → `"AcmeMail"` */
function pascalOf(id: string): string {
  return id
    .split("-")
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("");
}

/** `"acme-mail"` → `"acmeMail"` */
function camelOf(id: string): string {
  return id.slice(0, 1) + pascalOf(id).slice(1);
}

/** The guide's names with the provider's own in their place. */
export function renamed(text: string, { id, displayName }: ProviderNames): string {
  const names: Readonly<Record<string, string>> = {
    "Post SMS": displayName,
    PostSms: pascalOf(id),
    postSms: camelOf(id),
    "post-sms": id,
    postsms: id.replaceAll("-", ""),
  };
  return text.replace(/Post SMS|PostSms|postSms|post-sms|postsms/g, (name) => names[name] ?? name);
}
