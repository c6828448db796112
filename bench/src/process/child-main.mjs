/** The process every measurement runs in: takes one job from its parent, runs that probe, sends what it found, ends. */
process.once("message", async (/** @type {{ probe: string, params: object }} */ { probe, params }) => {
  // What a probe waits for need not hold the process: a worker thread, an idle socket.
  setInterval(() => undefined, 60_000);
  /** @type {object} */
  let outcome;
  try {
    const { default: run } = await import(new URL(`../probes/${probe}.mjs`, import.meta.url).href);
    outcome = { result: await run(params) };
  } catch (error) {
    outcome = {
      failed:
        error instanceof Error ? (error.stack ?? error.message).split("\n").slice(0, 4).join(" | ") : String(error),
    };
  }
  // Peers leave timers and sockets open: end at once, when the parent has the result.
  process.send?.(outcome, () => process.exit(0));
});
