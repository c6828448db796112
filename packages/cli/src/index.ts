export { commands } from "./commands/all-commands.js";
export { type Command, type CommandInput, type Flag, type Talk } from "./shell/command.js";
export { type ExitCode, exitCodes } from "./shell/exit-codes.js";
export { runCli } from "./shell/run-cli.js";
export { type Streams } from "./shell/talk-on.js";
export { ownValues } from "./webhooks/own-values.js";
export { type RecordedDelivery, scrubDelivery } from "./webhooks/scrub-delivery.js";
