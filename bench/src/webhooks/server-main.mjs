import { monitorEventLoopDelay } from "node:perf_hooks";
import { peakRssMb } from "../measure/peak-rss.mjs";

/** The process of a measured server: starts it, then tells what it used whenever it is asked. */
process.once("message", async ({ server, params }) => {
  process.on("unhandledRejection", () => undefined);
  process.on("disconnect", () => process.exit(0));
  try {
    const { default: start } = await import(new URL(`./servers/${server}.mjs`, import.meta.url).href);
    const { port, path, handled } = await start(params);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    process.on("message", () => {
      const { user, system } = process.cpuUsage();
      const facts = {
        cpuUs: user + system,
        rssMb: peakRssMb(),
        handled: handled(),
        eventLoopP99Ms: delay.percentile(99) / 1e6,
      };
      delay.reset();
      process.send(facts);
    });
    process.send({ port, path });
  } catch (error) {
    process.send({
      failed:
        error instanceof Error ? (error.stack ?? error.message).split("\n").slice(0, 3).join(" | ") : String(error),
    });
  }
});
