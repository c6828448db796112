/**
 * Where a package comes from.
 * - `tarball`: its bytes, as `npm pack` makes them. Written into the host's folder of plugins, from where it runs.
 * - `folder`: an unpacked package. Copied there as well, so that what runs is what was checked.
 * - `installed`: the name of a package that npm installed in the host's `node_modules`; runs where it is.
 */
export type PluginSource =
  | { readonly tarball: Uint8Array }
  | { readonly folder: string }
  | { readonly installed: string; readonly from: string };
