#!/usr/bin/env node
import { exitCodes } from "./shell/exit-codes.js";
import { runCli } from "./shell/run-cli.js";

// Whoever reads may stop reading, as `| head` does: that is no fault.
process.stdout.on("error", (error: Error & { code?: string }) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(exitCodes.done);
});

// A question that somebody leaves by Ctrl-D gets no answer, ever: the process ends there, and nothing was done.
process.exitCode = exitCodes.usage;
void runCli(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  error: (text) => void process.stderr.write(text),
  isInteractive: process.stdin.isTTY && process.stdout.isTTY,
}).then((code) => {
  process.exitCode = code;
});
