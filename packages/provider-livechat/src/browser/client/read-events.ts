/** One event of an event stream. */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
}

/** Longer than any event of ours: the other side is none of ours then. */
const MOST = 1_000_000;

/**
 * Reads server-sent events from an answer. Not `EventSource`: that one cannot send the token in a header, and an address with it would be logged.
 * @param alive - called with every piece that comes, beats included.
 */
export async function readEvents(
  body: ReadableStream<Uint8Array>,
  alive: () => void,
  take: (event: StreamEvent) => void,
): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    alive();
    text += decoder.decode(value, { stream: true });
    for (let end = text.indexOf("\n\n"); end !== -1; end = text.indexOf("\n\n")) {
      const event = readBlock(text.slice(0, end));
      text = text.slice(end + 2);
      if (event !== undefined) take(event);
    }
    if (text.length > MOST) throw new Error("no event stream");
  }
}

function readBlock(block: string): StreamEvent | undefined {
  let event = "message";
  let data: string | undefined;
  for (const line of block.split("\n")) {
    if (line.startsWith("event: ")) event = line.slice(7);
    else if (line.startsWith("data: ")) data = line.slice(6);
  }
  return data === undefined ? undefined : { event, data };
}
