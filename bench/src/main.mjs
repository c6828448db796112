/** `npm run bench`: measures, prints tables or, with --json, one object a line. */
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { BENCHES } from "./benches/all.mjs";
import { helpText } from "./cli/help.mjs";
import { readOptions } from "./cli/read-options.mjs";
import { TIMINGS } from "./cli/timings.mjs";
import { roundTo } from "./measure/round-to.mjs";
import { runBench } from "./measure/run-bench.mjs";
import { compileSlowFsync } from "./process/compile-slow-fsync.mjs";
import { startProvider } from "./process/start-provider.mjs";
import { jsonLine } from "./report/json-line.mjs";
import { readable } from "./report/readable.mjs";
import { buildPackages } from "./setup/build-packages.mjs";
import { findMissing } from "./setup/find-missing.mjs";
import { installPeers } from "./setup/install-peers.mjs";

const options = readOptions(process.argv.slice(2));
const chosen = BENCHES.filter(({ name, onlyByName }) =>
  options.only === undefined ? !onlyByName : name === options.only,
);
const progress = (/** @type {string} */ line) => process.stderr.write(`${line}\n`);

if (options.help) {
  process.stdout.write(helpText(BENCHES));
} else if (chosen.length === 0) {
  progress(`no bench is called ${options.only}; there are ${BENCHES.map(({ name }) => name).join(", ")}`);
  process.exitCode = 2;
} else {
  await measure();
}

async function measure() {
  const loadAverage = roundTo(loadavg()[0], 3);
  progress(`load average ${loadAverage}: ratios mean something only on a machine that does nothing else`);
  const { rounds, ...timing } = options.quick ? TIMINGS.quick : TIMINGS.full;
  installPeers(progress);
  const missing = findMissing(buildPackages(progress));
  for (const [variant, reason] of missing) progress(`left out: ${variant} (${reason})`);
  const directory = mkdtempSync(join(tmpdir(), "plugboard-bench-"));
  const slowFsync = compileSlowFsync(directory);
  const slowFsyncMissing = "missing" in slowFsync ? slowFsync.missing : undefined;
  if (slowFsyncMissing !== undefined) progress(`left out: +2 ms fsync (${slowFsyncMissing})`);
  const provider = await startProvider();
  const context = {
    provider,
    directory,
    missing,
    slowFsyncMissing,
    slowFsyncEnv: "env" in slowFsync ? slowFsync.env : {},
    timing,
    rounds: options.rounds,
    usualRounds: rounds,
    quick: options.quick,
    progress,
  };
  try {
    for (const bench of chosen) {
      const results = await runBench(bench, context);
      process.stdout.write(
        options.json
          ? `${JSON.stringify({ ...jsonLine(bench, results), loadAverage })}\n`
          : `${readable(bench, results)}\n\n`,
      );
    }
  } finally {
    await provider.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}
