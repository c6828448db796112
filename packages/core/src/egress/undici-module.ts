import type * as undici from "undici";

export type Undici = typeof undici;

let loading: Promise<Undici> | undefined;
let loaded: Undici | undefined;

/** undici, if it is loaded already. */
export function loadedUndici(): Undici | undefined {
  return loaded;
}

/** Loads undici: at the first HTTP call and not before, since it is most of what core takes to start. */
export function loadUndici(): Promise<Undici> {
  return (loading ??= import("undici").then((module) => (loaded = module)));
}
