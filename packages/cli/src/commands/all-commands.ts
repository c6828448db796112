import type { Command } from "../shell/command.js";
import { catalogueCommand } from "./catalogue.js";
import { conformCommand } from "./conform.js";
import { createCommand } from "./create.js";
import { diffCommand } from "./diff.js";
import { doctorCommand } from "./doctor.js";
import { inspectCommand } from "./inspect.js";
import { keyCommand } from "./key.js";
import { packCommand } from "./pack.js";
import { publishCommand } from "./publish.js";
import { recordCommand } from "./record.js";
import { replayCommand } from "./replay.js";
import { revocationsCommand } from "./revocations.js";
import { verifyCommand } from "./verify.js";

/** In the order in which a connector's author meets them. */
export const commands: readonly Command[] = [
  createCommand,
  conformCommand,
  inspectCommand,
  doctorCommand,
  recordCommand,
  replayCommand,
  packCommand,
  keyCommand,
  publishCommand,
  verifyCommand,
  diffCommand,
  catalogueCommand,
  revocationsCommand,
];
