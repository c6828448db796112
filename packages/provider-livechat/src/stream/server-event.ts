/** One event of an event stream (https://html.spec.whatwg.org/multipage/server-sent-events.html). JSON has no line break, so one line is enough. */
export function serverEvent(event: string, data: unknown, id?: number): string {
  return `${id === undefined ? "" : `id: ${String(id)}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
