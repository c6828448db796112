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
  return ID.test(id)
    ? undefined
    : "is not words of lower-case letters and digits, joined by hyphens, such as acme-mail";
}

/** The guide's names with the provider's own in their place. */
export function renamed(text: string, { id, displayName }: ProviderNames): string {
  const pascal = id
    .split("-")
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("");
  const names: Readonly<Record<string, string>> = {
    "Post SMS": displayName,
    PostSms: pascal,
    postSms: pascal.slice(0, 1).toLowerCase() + pascal.slice(1),
    "post-sms": id,
    postsms: id.replaceAll("-", ""),
  };
  return text.replace(/Post SMS|PostSms|postSms|post-sms|postsms/g, (name) => names[name] ?? name);
}
