/** One way in which a value may be written. */
export interface CanaryForm {
  readonly form: "raw" | "json" | "url" | "form" | "hex" | "base64" | "base64url" | "digits" | "html";
  readonly text: string;
  /** Letters must agree in case: everything else is compared without. */
  readonly exact: boolean;
}

/** Shorter pieces turn up by chance. */
const SHORTEST = 8;

/** All ways in which a value may be hidden in a text; those that are equal to a former one are left out. */
export function canaryForms(value: string): readonly CanaryForm[] {
  const bytes = Buffer.from(value, "utf8");
  const digits = /^\+?[\d\s-]+$/.test(value) ? value.replace(/\D/g, "") : "";
  const forms: CanaryForm[] = [
    { form: "raw", text: value, exact: false },
    { form: "json", text: JSON.stringify(value).slice(1, -1), exact: false },
    { form: "json", text: JSON.stringify(JSON.stringify(value)).slice(3, -3), exact: false },
    { form: "json", text: escapeNonAscii(value), exact: false },
    { form: "url", text: encodeURIComponent(value), exact: false },
    { form: "url", text: encodeURI(value), exact: false },
    { form: "form", text: new URLSearchParams({ v: value }).toString().slice(2), exact: false },
    { form: "html", text: escapeHtml(value), exact: false },
    { form: "hex", text: bytes.toString("hex"), exact: false },
    { form: "digits", text: digits, exact: true },
    ...base64Forms(bytes),
  ];
  const known = new Set<string>();
  return forms.filter(({ text, exact }) => {
    const key = exact ? text : text.toLowerCase();
    if (text.length < SHORTEST || known.has(key)) return false;
    known.add(key);
    return true;
  });
}

/** A value inside a longer text is encoded in one of three ways, depending on how many bytes stand before it. */
function base64Forms(bytes: Buffer): CanaryForm[] {
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const partial = (before + bytes.length) % 3 === 0 ? 0 : 1;
    // The first characters also hold bits of what stands before, the last one of what follows.
    const text = encoded.slice(Math.ceil((before * 8) / 6), encoded.length - partial);
    const url = text.replaceAll("+", "-").replaceAll("/", "_");
    return [
      { form: "base64", text, exact: true },
      { form: "base64url", text: url, exact: true },
    ] satisfies CanaryForm[];
  });
}

function escapeNonAscii(value: string): string {
  return JSON.stringify(value)
    .slice(1, -1)
    .replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function escapeHtml(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
