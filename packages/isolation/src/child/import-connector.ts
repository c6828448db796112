import { pathToFileURL } from "node:url";
import type vm from "node:vm";
import { importByNode, type Namespace } from "./import-by-node.js";
import { ModuleGraph } from "./module-graph.js";

/**
 * Imports a connector's module. One that imports nothing but its own files, Node's modules and packages of which its process has the same version
 * gets those of its process, which spares it a hundred files; any other is loaded by Node as it is.
 * @param entry - a path
 * @param shared - by the name they are imported by
 */
export async function importConnector(entry: string, shared: ReadonlyMap<string, Namespace>): Promise<Namespace> {
  const url = pathToFileURL(entry).href;
  const module = await linked(url, shared);
  if (module === undefined) return importByNode(url);
  await module.evaluate();
  return module.namespace as Namespace;
}

async function linked(url: string, shared: ReadonlyMap<string, Namespace>): Promise<vm.Module | undefined> {
  try {
    return await new ModuleGraph(shared).link(url);
  } catch {
    // Whatever it was, nothing has run: Node loads it, or says by its own error why not.
    return undefined;
  }
}
