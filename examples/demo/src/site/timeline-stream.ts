import type { RequestListener } from "node:http";
import type { Timeline } from "../timeline.js";

/** The demo's timeline as server-sent events: what was, then what comes. For whoever has the counter's key. */
export function timelineStream(timeline: Timeline, key: string): RequestListener {
  return (request, response) => {
    if (request.headers.authorization !== `Bearer ${key}`) {
      response.writeHead(401).end();
      return;
    }
    response.writeHead(200, {
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
    response.flushHeaders();
    const stop = timeline.listen((step) => response.write(`data: ${JSON.stringify(step)}\n\n`));
    response.once("close", stop);
  };
}
