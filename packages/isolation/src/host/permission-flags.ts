/**
 * Node's permission model by the flag of the running version: files to be read only where named, nothing to be written, no processes, threads or native
 * addons.
 * @param version - as `process.versions.node`
 * @see https://nodejs.org/docs/latest-v20.x/api/permissions.html
 * @see https://nodejs.org/docs/latest-v24.x/api/permissions.html
 */
export function permissionFlags(version: string, readableFolders: readonly string[]): readonly string[] {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isStable = major > 23 || (major === 23 && minor >= 5) || (major === 22 && minor >= 13);
  return [
    isStable ? "--permission" : "--experimental-permission",
    ...readableFolders.map((folder) => `--allow-fs-read=${folder.replace(/\/$/, "")}/*`),
    "--no-addons",
    // For `ModuleGraph`; it gives no power that a module does not have.
    "--experimental-vm-modules",
    "--no-warnings",
  ];
}
