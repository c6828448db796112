import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { describeWithSipPeers } from "./describe-with-sip-peers.js";
import { sipRegistration } from "./sip-credentials.js";

const SIPP = "/usr/bin/sipp";
const CALLS = 100;
const PER_SECOND = 10;
const run = promisify(execFile);

/** What SIPp counted over its whole run, from the last line of its statistics. */
function counted(statistics: string): { succeeded: number; failed: number } {
  const [names = [], ...lines] = readFileSync(statistics, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(";"));
  const last = lines.at(-1) ?? [];
  const column = (name: string): number => Number(last[names.indexOf(name)]);
  return { succeeded: column("SuccessfulCall(C)"), failed: column("FailedCall(C)") };
}

describeWithSipPeers("Kamailio under load", [SIPP], (peers) => {
  test(`carries ${CALLS} calls at ${PER_SECOND} a second and loses none`, { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "plugboard-sipp-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const scenario = (name: string): string => {
      const text = readFileSync(join(import.meta.dirname, `${name}.xml`), "utf8");
      const file = join(folder, `${name}.xml`);
      writeFileSync(file, text.replaceAll("[domain]", peers.domain));
      return file;
    };
    const { authorizationUser, password } = sipRegistration(peers, "caller");
    const credentials = join(folder, "credentials.csv");
    writeFileSync(credentials, `SEQUENTIAL\n[authentication username=${authorizationUser} password=${password}];\n`);
    const sipp = (name: string, ...options: string[]): Promise<unknown> =>
      run(
        SIPP,
        [
          ...["-sf", scenario(name), "-i", peers.host, "-m", String(CALLS), "-nostdin"],
          ...["-trace_stat", "-stf", join(folder, `${name}.csv`), "-timeout", "45s", ...options],
        ],
        { cwd: folder, maxBuffer: 10_000_000 },
      );

    await Promise.all([
      sipp("load-answerer", "-p", String(peers.loadPort)),
      sipp("load-caller", `${peers.host}:${peers.port}`, ...["-r", String(PER_SECOND), "-inf", credentials]),
    ]);
    expect(counted(join(folder, "load-caller.csv"))).toEqual({ succeeded: CALLS, failed: 0 });
    expect(counted(join(folder, "load-answerer.csv"))).toEqual({ succeeded: CALLS, failed: 0 });
  });
});
