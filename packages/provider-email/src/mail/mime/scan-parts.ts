import type { MailLimits } from "../mail-limits.js";
import { MailParseError } from "../mail-parse-error.js";
import type { MimePart } from "./mime-part.js";
import { readHeaderFields } from "./read-header-fields.js";
import { readStructuredHeader } from "./structured-header.js";

const CR = 0x0d;
const LF = 0x0a;
const DASH = 0x2d;
/** RFC 2046 allows boundaries of 70 characters; longer ones exist, a line much longer than that is content. */
const BOUNDARY_LINE_LIMIT = 1000;

type Draft = { -readonly [Key in keyof MimePart]: MimePart[Key] };
interface OpenContainer {
  readonly part: Draft;
  /** `--` and the boundary, one character a byte. */
  readonly delimiter: string;
  children: number;
}

/**
 * Finds every part of a message in one pass over its lines, without recursion and without decoding a body.
 *
 * Lines end in LF or CRLF, or in CR when the message holds no LF at all (files that went through an old Macintosh). An
 * attached message/rfc822 is a leaf: what is inside is not opened. A multipart in which no boundary is found is read as
 * text/plain, so that nothing a person wrote is lost.
 *
 * @returns the message itself first, then its parts in document order; containers included.
 * @throws {MailParseError} MAIL_TOO_DEEP, MAIL_TOO_MANY_PARTS, MAIL_HEADERS_TOO_LARGE.
 */
export function scanParts(bytes: Uint8Array, limits: MailLimits): MimePart[] {
  return new PartScanner(bytes, limits).scan();
}

class PartScanner {
  private readonly parts: Draft[] = [];
  private readonly open: OpenContainer[] = [];
  private readonly bytes: Buffer;
  private readonly lineEnd: number;
  /** A line end and `--`. */
  private readonly lineStart: Buffer;
  private headerBytes = 0;
  private headerLines = 0;
  /** The leaf whose body the scanner is in. */
  private leaf: Draft | undefined;
  private headerStart = 0;
  private inHeader = true;

  constructor(
    bytes: Uint8Array,
    private readonly limits: MailLimits,
  ) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.lineEnd = bytes.includes(LF) ? LF : CR;
    this.lineStart = Buffer.from([this.lineEnd, DASH, DASH]);
  }

  scan(): MimePart[] {
    const { bytes } = this;
    let start = 0;
    while (start < bytes.length) {
      if (!this.inHeader) start = this.nextDashes(start);
      if (start < 0) break;
      const found = bytes.indexOf(this.lineEnd, start);
      const next = found < 0 ? bytes.length : found + 1;
      let end = found < 0 ? bytes.length : found;
      while (end > start && bytes[end - 1] === CR) end--;
      const boundary = bytes[start] === DASH && bytes[start + 1] === DASH && this.takeBoundary(start, end, next);
      if (!boundary && this.inHeader) this.takeHeaderLine(start, end, next);
      start = next;
    }
    if (this.inHeader) this.endHeader(bytes.length, bytes.length);
    this.endLeaf(bytes.length);
    this.closeDownTo(0, bytes.length);
    return this.parts;
  }

  /** In a body only lines that begin with `--` matter. @returns the start of the next one, -1 when no boundary can follow. */
  private nextDashes(start: number): number {
    if (this.open.length === 0) return -1;
    if (this.bytes[start] === DASH && this.bytes[start + 1] === DASH) return start;
    const found = this.bytes.indexOf(this.lineStart, start);
    return found < 0 ? -1 : found + 1;
  }

  /** @returns true when the line is a boundary of an open container. */
  private takeBoundary(start: number, end: number, next: number): boolean {
    if (this.open.length === 0 || end - start > BOUNDARY_LINE_LIMIT) return false;
    // Blanks may follow the delimiter (RFC 2046 5.1.1).
    const line = Buffer.from(this.bytes.buffer, this.bytes.byteOffset + start, end - start)
      .toString("latin1")
      .trimEnd();
    for (let level = this.open.length - 1; level >= 0; level--) {
      const container = this.open[level];
      if (container === undefined) continue;
      if (line !== container.delimiter && line !== `${container.delimiter}--`) continue;
      if (this.inHeader) this.endHeader(start, start);
      const bodyEnd = this.beforeLineBreak(start);
      this.endLeaf(bodyEnd);
      const last = line !== container.delimiter;
      this.closeDownTo(last ? level : level + 1, bodyEnd);
      if (!last) {
        container.children++;
        this.inHeader = true;
        this.headerStart = next;
      }
      return true;
    }
    return false;
  }

  private takeHeaderLine(start: number, end: number, next: number): void {
    if (++this.headerLines > this.limits.headerLineLimit) {
      throw new MailParseError("MAIL_HEADERS_TOO_LARGE", { limit: this.limits.headerLineLimit });
    }
    if (end === start) this.endHeader(start, next);
  }

  private endHeader(end: number, bodyStart: number): void {
    this.inHeader = false;
    this.headerBytes += end - this.headerStart;
    if (this.headerBytes > this.limits.headerLimitBytes) {
      throw new MailParseError("MAIL_HEADERS_TOO_LARGE", { limit: this.limits.headerLimitBytes });
    }
    if (this.parts.length >= this.limits.partLimit) {
      throw new MailParseError("MAIL_TOO_MANY_PARTS", { limit: this.limits.partLimit });
    }
    const part = this.draft(end, bodyStart);
    if (part.depth > this.limits.depthLimit) {
      throw new MailParseError("MAIL_TOO_DEEP", { limit: this.limits.depthLimit });
    }
    this.parts.push(part);
    const boundary = part.contentType.value.startsWith("multipart/")
      ? part.contentType.parameters.get("boundary")
      : undefined;
    if (boundary === undefined || boundary.trim() === "") {
      if (part.contentType.value.startsWith("multipart/")) part.contentType = asText(part);
      this.leaf = part;
    } else this.open.push({ part, delimiter: delimiterFor(boundary), children: 0 });
  }

  private draft(headerEnd: number, bodyStart: number): Draft {
    const fields = readHeaderFields(this.bytes.subarray(this.headerStart, headerEnd));
    const first = (name: string): string => fields.find((field) => field.name === name)?.value ?? "";
    const parentType = this.open.at(-1)?.part.contentType.value ?? "";
    const contentType = readStructuredHeader(first("content-type"));
    const fallback = parentType === "multipart/digest" ? "message/rfc822" : "text/plain";
    return {
      fields,
      contentType: contentType.value.includes("/") ? contentType : { ...contentType, value: fallback },
      disposition: readStructuredHeader(first("content-disposition")),
      transferEncoding: readStructuredHeader(first("content-transfer-encoding")).value.replace(/^"|"$/g, ""),
      depth: this.open.length,
      parentType,
      container: false,
      bodyStart,
      bodyEnd: bodyStart,
    };
  }

  private endLeaf(end: number): void {
    if (this.leaf !== undefined) this.leaf.bodyEnd = Math.max(end, this.leaf.bodyStart);
    this.leaf = undefined;
  }

  private closeDownTo(length: number, end: number): void {
    for (const { part, children } of this.open.splice(length)) {
      part.bodyEnd = Math.max(end, part.bodyStart);
      part.container = children > 0;
      if (children === 0) part.contentType = asText(part);
    }
  }

  private beforeLineBreak(position: number): number {
    if (position === 0 || this.bytes[position - 1] !== this.lineEnd) return position;
    return this.lineEnd === LF && this.bytes[position - 2] === CR ? position - 2 : position - 1;
  }
}

function delimiterFor(boundary: string): string {
  return `--${Buffer.from(boundary.trimEnd(), "utf8").toString("latin1")}`;
}

function asText(part: MimePart): MimePart["contentType"] {
  return { value: "text/plain", parameters: part.contentType.parameters };
}
