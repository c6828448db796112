import type { ChatEntry, PendingEntry } from "../client/chat-entry.js";
import { fill } from "../words/fill.js";
import type { Words } from "../words/words.js";
import { drawThumbnail } from "./draw-thumbnail.js";
import { formatSize } from "./format-size.js";
import { icon } from "./icon.js";
import { make } from "./make.js";

/** What a line of the conversation needs beside the message. */
export interface LineContext {
  readonly words: Words;
  readonly language: string;
  /** Of the day. */
  readonly time: Intl.DateTimeFormat;
  /** Who answers, where the answer does not say. */
  name(): string;
  file(fileId: string): Promise<Blob>;
  save(fileId: string, name: string): void;
}

/** A line for a message, made once: what was said does not change. */
export function messageLine(entry: ChatEntry | PendingEntry, context: LineContext): HTMLElement {
  const own = !("by" in entry) || entry.by === "visitor";
  const { words } = context;
  const speaker = own ? words.you : "operator" in entry ? entry.operator : context.name();
  const time = context.time.format(entry.atMs);
  const line = make("div", { class: own ? "line own" : "line" });
  // For those who hear it: who, when; for those who see it, place and colour say so.
  line.append(make("span", { class: "out" }, `${speaker}, ${time}: `));
  if (!own && "operator" in entry) line.append(make("span", { class: "by", "aria-hidden": "true" }, entry.operator));
  if (entry.file !== undefined) line.append(fileCard(entry, context));
  if (entry.text !== undefined) line.append(make("p", { class: "bubble", dir: "auto", title: time }, entry.text));
  return line;
}

function fileCard(entry: ChatEntry | PendingEntry, context: LineContext): HTMLElement {
  const { words, language } = context;
  const { file } = entry;
  const name = file?.name ?? "";
  const isStored = file !== undefined && "fileId" in file;
  const size = formatSize(file === undefined ? 0 : isStored ? file.sizeBytes : file.size, language);
  const card = make(
    "button",
    // Whoever says aloud what they see on it presses it: its name holds both (WCAG 2.5.3).
    { class: "file", type: "button", "aria-label": fill(words.download, { name: `${name} ${size}` }) },
    icon("file"),
    make("span", {}, make("bdi", {}, name), " ", make("small", {}, size)),
  );
  if (!isStored) {
    card.disabled = true;
    return card;
  }
  card.addEventListener("click", () => context.save(file.fileId, file.name));
  const place = make("div", {}, card);
  if (file.contentType.startsWith("image/"))
    context
      .file(file.fileId)
      .then((blob) => drawThumbnail(blob, name))
      .then((canvas) => canvas !== undefined && place.prepend(canvas))
      // The card stays, and loads it when it is asked.
      .catch(() => undefined);
  return place;
}
