import { actText, lineText, transferText } from "@plugboard/core/sealing";
import { lineSchemas } from "../export-file/line-schemas.js";
import { readLines } from "../export-file/read-lines.js";

/** The entries of an export for people, or as they are with `json`; lines that cannot be read are said to be so. */
export async function* showFile(path: string, json: boolean): AsyncGenerator<string> {
  for await (const { bytes, number } of readLines(path)) {
    const text = bytes.toString();
    if (json) yield `${text}\n`;
    else yield shown(text, number);
  }
}

function shown(text: string, number: number): string {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return `line ${number} cannot be read\n`;
  }
  const transfer = lineSchemas.transfer.safeParse(line);
  if (transfer.success) {
    const { openedAtMs, providerId, outcome, operation, countries, messageId, bytesOut, parts, code } = transfer.data;
    const personal = personalOf(parts.join("\n"));
    const end = code === undefined ? outcome : `${outcome} (${code})`;
    return `${at(openedAtMs)}  transfer  ${messageId} to ${personal} by ${providerId} ${operation}: ${end}, ${bytesOut} bytes, ${countries}\n`;
  }
  const act = lineSchemas.act.safeParse(line);
  if (act.success) {
    const { atMs, actor, action, accountId, parts } = act.data;
    const { subject } = actText.decode({
      owner: accountId,
      head: JSON.stringify([atMs, actor, action]),
      parts: parts[0] ?? "",
    });
    return `${at(atMs)}  act       ${action} ${lineText.encode(subject)} by ${lineText.encode(actor)}\n`;
  }
  const kind = typeof line === "object" && line !== null && "kind" in line ? String(line.kind) : "?";
  return kind === "batch" || kind === "end" ? "" : `${kind}  ${text}\n`;
}

function personalOf(parts: string): string {
  const head = "a\n000000000000000\nc\np\nt\no\n1\n1\nreceived\n\n\n\n0\n";
  const { recipients = [], isErased } = transferText.decode({ owner: "", head, parts });
  return [...recipients, ...(isErased ? ["(erased)"] : [])].join(", ") || "nobody";
}

const at = (ms: number): string => new Date(ms).toISOString();
