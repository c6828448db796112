import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { integrityOf, packageJsonSchema, packageManifestSchema, packTarball } from "@plugboard/marketplace";
import { findProviders } from "../packages/find-providers.js";
import { otherVersionLine, otherVersions } from "../packages/other-versions.js";
import { packageFiles } from "../packages/package-files.js";
import { readJsonOf } from "../packages/read-json-of.js";
import { readSubProcessors } from "../packages/read-sub-processors.js";
import type { Command } from "../shell/command.js";
import { exitCodes } from "../shell/exit-codes.js";

export const packCommand: Command = {
  name: "pack",
  operands: "[FOLDER]",
  summary: "writes the manifest file and a tarball that is the same for the same files",
  flags: { out: { meaning: "the tarball; <name>-<version>.tgz in the folder when left out" } },
  async run({ positionals, text, talk }) {
    const folder = resolve(positionals[0] ?? ".");
    const { name, version, plugboard } = await readJsonOf(
      join(folder, "package.json"),
      "the package",
      packageJsonSchema,
      "name the folder of a package, or go there",
    );
    talk.progress(`reading the providers of ${name} …`);
    const found = await findProviders(folder);
    const passedOn = await readSubProcessors(
      folder,
      found.map(({ provider }) => provider.manifest.id),
    );
    const providers = found.map(({ entry, exportName, provider: { manifest } }) => {
      const subProcessors = passedOn[manifest.id];
      return { entry, exportName, manifest, ...(subProcessors === undefined ? {} : { subProcessors }) };
    });
    const manifest = packageManifestSchema.parse({ formatVersion: 1, providers });
    const path = join(folder, plugboard.manifest);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${JSON.stringify(manifest, undefined, 2)}\n`);
    const prefix = `${name.replace("@", "").replace("/", "-")}-`;
    const out = resolve(text["out"] ?? join(folder, `${prefix}${version}.tgz`));
    const files = await packageFiles(
      folder,
      (path) => join(folder, path) === out || (path.startsWith(prefix) && /^[^/]+\.tgz$/.test(path)),
    );
    const tarball = await packTarball(files);
    await mkdir(dirname(out), { recursive: true });
    await writeFile(out, tarball);
    const integrity = integrityOf(tarball);
    const others = otherVersions(version, manifest);
    talk.json({
      package: name,
      version,
      tarball: out,
      integrity,
      sizeBytes: tarball.byteLength,
      files: [...files.keys()].sort(),
      otherVersions: others,
    });
    talk.line(`${out}: ${files.size} files, ${tarball.byteLength} bytes`);
    talk.line(integrity);
    for (const other of others) talk.line(otherVersionLine(other, version));
    return exitCodes.done;
  },
};
