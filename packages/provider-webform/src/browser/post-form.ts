/** What the host said, or that nothing was heard of it. */
export interface PostResult {
  readonly status: "accepted" | "invalid" | "refused" | "unheard";
  readonly code?: string | undefined;
  readonly redirect?: string | undefined;
  readonly problems?: ReadonlyMap<string, string>;
}

const LIMIT_MS = 60_000;
/** 8 MB over a slow line. */
const UPLOAD_LIMIT_MS = 300_000;

/** Posts what was filled in; fields in one piece, so that nothing rewrites them. Never rejects. */
export async function postForm(
  address: string,
  values: readonly (readonly [string, string])[],
  files: readonly (readonly [string, File])[],
): Promise<PostResult> {
  const fields = new URLSearchParams(values.map(([name, value]) => [name, value]));
  let body: FormData | URLSearchParams = fields;
  if (files.length > 0) {
    body = new FormData();
    body.append("_fields", new Blob([fields.toString()], { type: "application/x-www-form-urlencoded" }));
    for (const [name, file] of files) body.append(name, file, file.name);
  }
  try {
    const response = await fetch(address, {
      method: "POST",
      body,
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "strict-origin",
      headers: { accept: "application/json" },
      signal: AbortSignal.timeout(files.length > 0 ? UPLOAD_LIMIT_MS : LIMIT_MS),
    });
    return resultOf(await response.json());
  } catch {
    // Offline, cut off, or no answer of ours: whether it arrived is not known.
    return { status: "unheard" };
  }
}

function resultOf(answer: unknown): PostResult {
  if (typeof answer !== "object" || answer === null || !("status" in answer)) return { status: "unheard" };
  // Of the answer alone: not what a page's scripts put into every object.
  const text = (name: "code" | "redirect"): string | undefined => {
    const value: unknown = Object.hasOwn(answer, name) ? Reflect.get(answer, name) : undefined;
    return typeof value === "string" ? value : undefined;
  };
  if (answer.status === "accepted") return { status: "accepted", redirect: text("redirect") };
  if (answer.status === "refused") return { status: "refused", code: text("code") };
  if (answer.status !== "invalid" || !("problems" in answer) || typeof answer.problems !== "object")
    return { status: "unheard" };
  const problems = Object.entries(answer.problems ?? {}).map(([name, code]): [string, string] => [name, String(code)]);
  return { status: "invalid", problems: new Map(problems) };
}
