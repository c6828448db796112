import { register as registerHooks } from "node:module";
import { register } from "tsx/esm/api";
// The worker imports core; from source, like everyone else here.
const fromSource = `export const resolve = (specifier, context, next) =>
  next(specifier, { ...context, conditions: ["@plugboard/source", ...(context.conditions ?? [])] });`;
registerHooks(`data:text/javascript,${encodeURIComponent(fromSource)}`);
register();
await import("./sqlite-worker-main.ts");
