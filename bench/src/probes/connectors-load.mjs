import { createContactCenter } from "@plugboard/core";
import { memoryStore } from "@plugboard/core/memory";
import { Plugins } from "@plugboard/plugins";
import { connectorFiles } from "../connectors/connector-files.mjs";
import { projectFolder } from "../connectors/project-folder.mjs";
import { createPublisher } from "../connectors/signed-connector.mjs";
import { peakRssMb } from "../measure/peak-rss.mjs";

/**
 * A host that loads connectors into its own process, none of which it has seen: each verified, laid down, imported and registered.
 * @param {{ directory: string, connectors: number, bundled?: boolean }} params
 */
export default async function connectorsLoad({ directory, connectors, bundled = false }) {
  const { trust, sign } = createPublisher();
  const options = { folder: projectFolder(directory), verification: { trust } };
  const packages = [];
  for (let number = 0; number < connectors; number += 1) {
    const name = `@bench/connector-${number}`;
    packages.push(await sign(await connectorFiles({ name, id: `connector-${number}`, lanes: 1, bundled })));
  }
  const center = await createContactCenter({ store: memoryStore(), authority: { unchecked: "a bench" } });
  const plugins = new Plugins({ ...options, providers: center.providers });
  const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
  for (const { tarball, listing } of packages) await plugins.install({ tarball }, { listing, level: "in-process" });
  const loadMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpu);
  if (center.providers.list().length !== connectors) throw new Error("not all connectors were loaded");
  await center.close();
  return { loadMs, loadCpuMs: (user + system) / 1_000, rssMb: peakRssMb() };
}
