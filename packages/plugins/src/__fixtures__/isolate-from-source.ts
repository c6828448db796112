import { isolateProvider } from "@plugboard/isolation";
import { buildModule } from "../../../isolation/src/__fixtures__/build-module.js";

const CHILD = new URL("../../../isolation/src/child/isolated-plugin-worker-main.ts", import.meta.url);

/** How a process is made where nothing is built: its first module is put together for the test. */
export async function isolateFromSource(): Promise<typeof isolateProvider> {
  const child = await buildModule(CHILD, "from-plugins", "child.mjs");
  return (options) => isolateProvider(options, { child });
}
