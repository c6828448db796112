import { resolve } from "node:path";
import { describeIssues, parseUrl, type ProviderManifest, type ProviderV1 } from "@plugboard/core/spec";
import { z } from "zod";
import { addressOfEndpoint } from "../doctor/address-of-endpoint.js";
import type { Finding } from "../doctor/finding.js";
import { reach } from "../doctor/reach.js";
import { findProviders } from "../packages/find-providers.js";
import { readJsonOf } from "../packages/read-json-of.js";
import { CliError } from "../shell/cli-error.js";
import type { Command } from "../shell/command.js";
import { exitCodes } from "../shell/exit-codes.js";

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
    const { manifest, settingsSchema, credentialsSchema } = await providerOf(
      resolve(positionals[0] ?? "."),
      text["provider"],
    );
    const findings: Finding[] = [];
    const tell = (...found: readonly Finding[]): void => {
      for (const finding of found) {
        findings.push(finding);
        talk.json({ provider: manifest.id, ...finding });
        talk.line(`${finding.ok ? "ok  " : "BAD "} ${finding.check}: ${finding.found}`);
        if (finding.remedy !== undefined) talk.line(`     To do: ${finding.remedy}`);
      }
    };
    const settings = await given("settings", settingsSchema, text["settings"]);
    const credentials = await given("credentials", credentialsSchema, text["credentials"]);
    tell(settings.finding, credentials.finding);
    const addresses = endpointsOf(manifest, settings.value, tell);
    const webhook = webhookOf(manifest, text["webhook-url"]);
    if (webhook !== undefined) {
      tell(webhook.finding);
      if (webhook.address !== undefined) addresses.push(webhook.address);
    }
    if (on["offline"] !== true)
      for (const address of addresses) {
        talk.progress(`looking at ${address.hostname} …`);
        tell(...(await reach(address)));
      }
    return findings.every(({ ok }) => ok) ? exitCodes.done : exitCodes.notRight;
  },
};

async function providerOf(folder: string, id: string | undefined): Promise<ProviderV1> {
  const all = await findProviders(folder);
  const [one, another] = all.filter(({ provider }) => [undefined, provider.manifest.id].includes(id));
  if (one !== undefined && another === undefined) return one.provider;
  const names = all.map(({ provider }) => provider.manifest.id).join(" | ");
  throw new CliError("one provider has to be named", `--provider ${names}`, exitCodes.usage);
}

async function given(check: "settings" | "credentials", schema: z.ZodType, path: string | undefined) {
  const value: unknown = path === undefined ? {} : await readJsonOf(path, `the ${check}`, z.unknown());
  const parsed = await schema.safeParseAsync(value);
  if (parsed.success) {
    const found = path === undefined ? "none are needed" : "fit the provider's schema";
    return { value: parsed.data, finding: { check, ok: true, found } };
  }
  const remedy = path === undefined ? `give --${check}` : "correct the fields named";
  const found = `${path === undefined ? "not given: " : ""}${describeIssues(parsed.error).join("; ")}`;
  return { value: undefined, finding: { check, ok: false, found, remedy } };
}

/** Addresses a channel with these settings would call; an endpoint that no setting fills is one it does not have. */
function endpointsOf({ endpoints }: ProviderManifest, settings: unknown, tell: (finding: Finding) => void): URL[] {
  return endpoints.flatMap(({ id, url, direction }) => {
    if (direction !== "connect") return [];
    const address = addressOfEndpoint(url, settings);
    if (address === undefined) tell({ check: `endpoint ${id}`, ok: true, found: "is not set, and not looked at" });
    return address === undefined ? [] : [address];
  });
}

function webhookOf({ webhooks }: ProviderManifest, url: string | undefined) {
  const check = "webhook-url";
  if (url === undefined) {
    if (webhooks === undefined) return undefined;
    const remedy = "give --webhook-url: the provider posts webhooks";
    return { finding: { check, ok: false, found: "not given", remedy }, address: undefined };
  }
  const address = parseUrl(url);
  if (address?.protocol === "https:") return { finding: { check, ok: true, found: "is https" }, address };
  const remedy = "providers post to https addresses only";
  return { finding: { check, ok: false, found: "is not https", remedy }, address: undefined };
}
