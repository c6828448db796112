const DATABASES = "--no-experimental-sqlite";

/**
 * Node's permission model by the flag of the running version: files to be read only where named, nothing to be written, no processes, threads or native
 * addons, and no databases, which Node 22 opens without asking it.
 * @param version - as `process.versions.node`
 * @param known - the flags that version takes
 * @see https://nodejs.org/docs/latest-v20.x/api/permissions.html
 * @see https://nodejs.org/docs/latest-v24.x/api/permissions.html
 */
export function permissionFlags(
  version: string,
  readableFolders: readonly string[],
  known: ReadonlySet<string> = process.allowedNodeEnvironmentFlags,
): readonly string[] {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isStable = major > 23 || (major === 23 && minor >= 5) || (major === 22 && minor >= 13);
  return [
    isStable ? "--permission" : "--experimental-permission",
    ...readableFolders.map((folder) => `--allow-fs-read=${folder.replace(/\/$/, "")}/*`),
    "--no-addons",
    ...(known.has(DATABASES) ? [DATABASES] : []),
    // For `ModuleGraph`; it gives no power that a module does not have.
    "--experimental-vm-modules",
    "--no-warnings",
  ];
}
