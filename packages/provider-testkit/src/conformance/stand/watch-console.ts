import type { Observation } from "./observation.js";

const METHODS = ["debug", "info", "log", "warn", "error", "trace"] as const;

/** Writes down what is said on the console, which is said all the same. @returns ends it. */
export function watchConsole(observation: Observation): () => void {
  const originals = METHODS.map((name) => [name, console[name]] as const);
  for (const [name, original] of originals)
    console[name] = (...parts: unknown[]) => {
      observation.utter(`console.${name}`, parts);
      original.apply(console, parts);
    };
  return () => {
    for (const [name, original] of originals) console[name] = original;
  };
}
