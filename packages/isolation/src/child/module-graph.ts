import { existsSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { z } from "zod";
import { importByNode, type Namespace } from "./import-by-node.js";

/** The graph has something that only Node's own loader knows how to load. Nothing of it has run. */
class GraphRefused extends Error {
  override readonly name = "GraphRefused";
}

/** Imports that are made while the module runs, or ask where others are: of `import.meta` it has `url`, `filename` and `dirname`. */
const ASKS_THE_LOADER = /\bimport\s*(?:\(|\/[*/]|\.\s*meta\b(?!\s*\.\s*(?:url|filename|dirname)\b))/;

const packageSchema = z.object({ type: z.unknown() });

/**
 * The modules of a connector that needs nothing but its own files, Node's modules and what it shares with its process. They are linked to the modules
 * that are there already, which Node's loader has no way to do for a process without a thread of its own for that.
 * @see https://nodejs.org/docs/latest-v20.x/api/vm.html#class-vmsourcetextmodule
 */
export class ModuleGraph {
  private readonly modules = new Map<string, vm.Module>();
  private readonly isModule = new Map<string, boolean>();

  /** @param shared - what stands for a package, by the name it is imported by. */
  constructor(private readonly shared: ReadonlyMap<string, Namespace>) {}

  /**
   * @param url - a `file:` address.
   * @returns the linked module; nothing of it has run.
   * @throws {GraphRefused} and what Node throws for a file that cannot be read or parsed.
   */
  async link(url: string): Promise<vm.Module> {
    const root = this.file(url);
    await root.link((specifier, from) => this.found(specifier, from.identifier));
    return root;
  }

  private async found(specifier: string, from: string): Promise<vm.Module> {
    const own = this.shared.get(specifier);
    if (own !== undefined) return this.standing(specifier, own);
    if (isBuiltin(specifier)) return this.standing(specifier, await importByNode(specifier));
    if (!/^\.{1,2}\//.test(specifier)) throw new GraphRefused(specifier);
    return this.file(new URL(specifier, from).href);
  }

  private standing(specifier: string, namespace: Namespace): vm.Module {
    return this.known(specifier, () => {
      const names = Object.keys(namespace);
      const module = new vm.SyntheticModule(names, () => {
        for (const name of names) module.setExport(name, namespace[name]);
      });
      return module;
    });
  }

  private file(url: string): vm.Module {
    return this.known(url, () => {
      const path = fileURLToPath(url);
      const text = readFileSync(path, "utf8");
      if (!this.isEsm(path) || ASKS_THE_LOADER.test(text)) throw new GraphRefused(url);
      return new vm.SourceTextModule(text, {
        identifier: url,
        initializeImportMeta: (meta) => Object.assign(meta, { dirname: dirname(path), filename: path, url }),
      });
    });
  }

  private known(name: string, make: () => vm.Module): vm.Module {
    const module = this.modules.get(name) ?? make();
    this.modules.set(name, module);
    return module;
  }

  private isEsm(path: string): boolean {
    return path.endsWith(".mjs") || (path.endsWith(".js") && this.ofModules(dirname(path)));
  }

  /** Whether a `.js` file of this folder is a module: the nearest package.json says so. */
  private ofModules(folder: string): boolean {
    let answer = this.isModule.get(folder);
    if (answer === undefined) {
      const path = join(folder, "package.json");
      if (existsSync(path)) answer = packageSchema.parse(JSON.parse(readFileSync(path, "utf8"))).type === "module";
      else answer = dirname(folder) !== folder && this.ofModules(dirname(folder));
      this.isModule.set(folder, answer);
    }
    return answer;
  }
}
