export type Namespace = Readonly<Record<string, unknown>>;

/** Of `isolated-plugin-start-worker-main.ts`: a script that V8 compiled before has lost its way to Node's loader. */
declare const importModule: ((specifier: string) => Promise<Namespace>) | undefined;

/** Imports a module by Node's own loader. @param specifier - an address, or the name of a module of Node's */
export const importByNode = (specifier: string): Promise<Namespace> =>
  typeof importModule === "undefined" ? (import(specifier) as Promise<Namespace>) : importModule(specifier);
