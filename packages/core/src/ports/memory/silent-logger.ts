import type { LoggerV1 } from "../../spec/connection/logger.js";

const ignore = (): void => undefined;
/** A logger that says nothing: the default, since a library does not write to its host's output. */
export const silentLogger: LoggerV1 = { debug: ignore, info: ignore, warn: ignore, error: ignore };
