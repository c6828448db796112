#!/usr/bin/env node
import { runCli } from "./shell/run-cli.js";

void runCli(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  error: (text) => void process.stderr.write(text),
  isInteractive: process.stdin.isTTY && process.stdout.isTTY,
}).then((code) => {
  process.exitCode = code;
});
