import { lookup } from "node:dns/promises";
import { connect } from "node:net";
import { resolve } from "node:path";
import { describeIssues } from "@plugboard/core/spec";
import { z } from "zod";
import { findProviders } from "../packages/find-providers.js";
import { readJsonOf } from "../packages/read-json-of.js";
import { CliError } from "../shell/cli-error.js";
import type { Command } from "../shell/command.js";
import { exitCodes } from "../shell/exit-codes.js";

interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly found: string;
  readonly remedy?: string;
}

const PORTS: Readonly<Record<string, number>> = {
  "https:": 443,
  "wss:": 443,
  "smtp:": 587,
  "smtps:": 465,
  "imap:": 143,
  "imaps:": 993,
};
const CONNECT_TIMEOUT_MS = 5_000;

export const doctorCommand: Command = {
  name: "doctor",
  operands: "[FOLDER]",
  summary:
    "looks whether a channel could work: settings, credentials, DNS, reachability, webhook address; sends nothing",
  flags: {
    provider: { meaning: "id of the provider, where the package has several" },
    settings: { meaning: "the channel's settings (JSON)" },
    credentials: { meaning: "the channel's credentials (JSON); only their shape is looked at" },
    "webhook-url": { meaning: "address the provider would post to" },
    offline: { boolean: true, meaning: "looks at nothing outside of this machine" },
  },
  async run({ positionals, text, on, talk }) {
    const all = await findProviders(resolve(positionals[0] ?? "."));
    const wanted = all.filter(({ provider }) => [undefined, provider.manifest.id].includes(text["provider"]));
    const [one, another] = wanted;
    if (one === undefined || another !== undefined)
      throw new CliError(
        "one provider has to be named",
        `--provider ${all.map(({ provider }) => provider.manifest.id).join(" | ")}`,
        exitCodes.usage,
      );
    const { manifest, settingsSchema, credentialsSchema } = one.provider;
    const findings: Finding[] = [];
    const settings: unknown =
      text["settings"] === undefined ? {} : await readJsonOf(text["settings"], "the settings", z.unknown());
    findings.push(fits("settings", settingsSchema, settings));
    if (text["credentials"] !== undefined)
      findings.push(
        fits("credentials", credentialsSchema, await readJsonOf(text["credentials"], "the credentials", z.unknown())),
      );
    if (manifest.webhooks !== undefined && text["webhook-url"] === undefined)
      findings.push({
        check: "webhook-url",
        ok: false,
        found: "not given",
        remedy: "give --webhook-url: the provider posts webhooks",
      });
    const addresses = manifest.endpoints
      .filter(({ url, direction }) => direction === "connect" && !url.includes("{"))
      .map(({ url }) => url);
    const webhook = text["webhook-url"];
    if (webhook !== undefined) {
      const ok = /^https:\/\/[^/\s]+/.test(webhook);
      findings.push({
        check: "webhook-url",
        ok,
        found: ok ? "is https" : "is not https",
        ...(ok ? {} : { remedy: "providers post to https addresses only" }),
      });
      if (ok) addresses.push(webhook);
    }
    if (on["offline"] !== true)
      for (const address of addresses) {
        talk.progress(`looking at ${new URL(address).hostname} …`);
        findings.push(...(await reach(address)));
      }
    for (const finding of findings) {
      talk.json({ provider: manifest.id, ...finding });
      talk.line(
        `${finding.ok ? "ok  " : "BAD "} ${finding.check}: ${finding.found}${finding.remedy === undefined ? "" : `\n     To do: ${finding.remedy}`}`,
      );
    }
    return findings.every(({ ok }) => ok) ? exitCodes.done : exitCodes.notRight;
  },
};

function fits(check: string, schema: z.ZodType, value: unknown): Finding {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { check, ok: true, found: "fit the provider's schema" };
  return { check, ok: false, found: describeIssues(parsed.error).join("; "), remedy: "correct the fields named" };
}

/** DNS and a TCP connection that is closed at once: nothing is sent. */
async function reach(address: string): Promise<Finding[]> {
  const { hostname, port, protocol } = new URL(address);
  const check = (name: string) => `${name} ${hostname}`;
  try {
    const { address: found } = await lookup(hostname);
    const number = port === "" ? (PORTS[protocol] ?? 443) : Number(port);
    const problem = await connectTo(found, number);
    return [
      { check: check("dns"), ok: true, found: "is known" },
      problem === undefined
        ? { check: check("reach"), ok: true, found: `answers at port ${number}` }
        : {
            check: check("reach"),
            ok: false,
            found: problem,
            remedy: `let this machine connect to ${hostname}:${number}`,
          },
    ];
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "failed";
    return [{ check: check("dns"), ok: false, found: code, remedy: "check the name, and this machine's DNS" }];
  }
}

function connectTo(host: string, port: number): Promise<string | undefined> {
  return new Promise((settle) => {
    const socket = connect({ host, port, timeout: CONNECT_TIMEOUT_MS });
    const end = (problem?: string) => {
      socket.destroy();
      settle(problem);
    };
    socket.once("connect", () => end());
    socket.once("timeout", () => end("no answer in 5 s"));
    socket.once("error", (error) => end("code" in error ? String(error.code) : "failed"));
  });
}
