import { z } from "zod";
import type { MessageContent } from "../spec/message/message-content.js";
import { namesInZip } from "./names-in-zip.js";
import { programOf } from "./program-of.js";
import { type Refusal, refusal } from "./refusal.js";

/**
 * Endings of files that a computer runs, as large mail providers refuse them; `elf` and `macho` are programs of Linux and macOS, known by their bytes.
 * @see https://support.google.com/mail/answer/6590 (read on 2026-11-22)
 */
const PROGRAMS =
  "ade adp apk appx appxbundle bat cab chm cmd com cpl diagcab diagcfg diagpkg dll dmg elf ex ex_ exe hta img ins iso isp jar jnlp js jse lib lnk macho mde mjs msc msi msix msixbundle msp mst nsh pif ps1 scr sct shb sys vb vbe vbs vhd vxd wsc wsf wsh xll";
/** The same by the type that is declared for them. */
const PROGRAM_TYPES =
  "application/hta application/java-archive application/vnd.android.package-archive application/vnd.microsoft.portable-executable application/x-dosexec application/x-executable application/x-ms-installer application/x-ms-shortcut application/x-msdos-program application/x-msdownload application/x-sh";

/** Which files messages carry (R21): by name, declared type, the bytes programs begin with, and the names in a ZIP archive; never by what they say (R10). */
export const attachmentRulesSchema = z.lazy(() =>
  z.strictObject({
    /** Endings that are refused, without the dot, in lower case; `[]`: none is. */
    refusedExtensions: z.array(z.string().regex(/^[^\s.A-Z]{1,32}$/)).default(() => PROGRAMS.split(" ")),
    /** Media types that are refused, in lower case and without parameters. */
    refusedTypes: z.array(z.string().regex(/^[^\s;A-Z/]+\/[^\s;A-Z]+$/)).default(() => PROGRAM_TYPES.split(" ")),
  }),
);
export type AttachmentRulesInput = z.input<typeof attachmentRulesSchema>;

/** Made once by the host, so that a message costs a look. */
export interface AttachmentRules {
  readonly extensions: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
}

interface NamedFile {
  readonly filename?: string | undefined;
  readonly contentType?: string | undefined;
  readonly bytes?: Uint8Array | undefined;
}

/** @returns the refusal, with the endings and types it is for: words of the rules, never a file's name. */
export function decideAttachments(content: MessageContent, rules: AttachmentRules): Refusal | undefined {
  const files = filesOf(content);
  if (files.length === 0) return undefined;
  const positions: string[] = [];
  const refused = new Set<string>();
  for (const [position, file] of files.entries()) {
    const found = refusedOf(file, rules);
    if (found.length > 0) positions.push(String(position));
    for (const one of found) refused.add(one);
  }
  return refused.size === 0 ? undefined : refusal("ATTACHMENT_REFUSED", { positions, refused: [...refused].sort() });
}

function refusedOf({ filename, contentType, bytes }: NamedFile, { extensions, types }: AttachmentRules): string[] {
  const found = endingsOf(filename ?? "").filter((ending) => extensions.has(ending));
  const type = contentType?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (types.has(type)) found.push(type);
  // A host that refuses no endings has nothing looked into.
  if (bytes === undefined || extensions.size === 0) return found;
  const program = programOf(bytes);
  if (program !== undefined && extensions.has(program)) found.push(program);
  for (const name of namesInZip(bytes)) {
    const ending = endingsOf(name).find((one) => extensions.has(one));
    // One is enough to refuse it.
    if (ending !== undefined) return [...found, ending];
  }
  return found;
}

const NO_FILES: readonly NamedFile[] = [];

/** Most messages have none, and cost a comparison. */
function filesOf(content: MessageContent): readonly NamedFile[] {
  switch (content.type) {
    case "email":
      return content.attachments ?? NO_FILES;
    case "document":
      return [{ filename: content.filename, ...fileOf(content.media) }];
    case "image":
    case "audio":
    case "video":
    case "sticker":
      return [fileOf(content.media)];
    case "buttons":
    case "list": {
      const { header } = content;
      return header !== undefined && "media" in header ? [fileOf(header.media)] : NO_FILES;
    }
    case "template": {
      const buttons = content.buttons?.flatMap(({ parameters }) => parameters) ?? [];
      return [...(content.header ?? []), ...(content.body ?? []), ...buttons].flatMap((one) =>
        one.type === "media" ? [{ filename: one.filename, ...fileOf(one.media) }] : [],
      );
    }
    default:
      return NO_FILES;
  }
}

const fileOf = (media: NamedFile & { readonly source: string }): NamedFile => ({
  contentType: media.contentType,
  bytes: media.bytes,
});

/**
 * The ending a system would go by, and that of each part before a colon or slash: `a.exe::$DATA` is a program to Windows, which also overlooks dots and
 * spaces at the end. Signs that are not seen, such as those that turn the direction of writing, count for nothing.
 */
function endingsOf(filename: string): string[] {
  const seen = filename
    .normalize("NFKC")
    .replaceAll(/[\p{C}\p{Z}]+/gu, "")
    .toLowerCase();
  return seen.split(/[:/\\]/).flatMap((part) => /\.([^.]+)\.*$/.exec(part)?.[1] ?? []);
}
