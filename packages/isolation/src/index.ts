export { isolateProvider, type IsolatedProvider, type IsolationOptions } from "./isolate-provider.js";
export { type IsolationLimits, type IsolationLimitsInput, isolationLimitsSchema } from "./isolation-limits.js";
export type { IsolationReport } from "./isolation-report.js";
export { sameManifest } from "./same-manifest.js";
export { PluginStoppedError, type StopReason } from "./plugin-stopped-error.js";
