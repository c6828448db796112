/** Code of a package that runs in a browser's page; everything else of it runs in the host. */
export function isForPages(path: string): boolean {
  return /^packages\/[^/]+\/src\/(?:.+\/)?browser\//.test(path);
}
