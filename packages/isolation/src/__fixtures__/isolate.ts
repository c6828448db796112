import { onTestFinished } from "vitest";
import type { Confinement } from "../host/confinement.js";
import { type IsolatedProvider, isolateProvider } from "../isolate-provider.js";
import type { IsolationLimitsInput } from "../isolation-limits.js";
import type { StopReason } from "../plugin-stopped-error.js";
import { buildModule } from "./build-module.js";
import { provider } from "./hostile-connector.js";

export interface Stopped {
  readonly reason: StopReason;
  readonly failures: number;
  readonly startsAtMs: number;
  readonly isHeldOff: boolean;
}

/** The script a connector's process begins with, built, with the one it runs beside it. */
export async function builtChild(): Promise<string> {
  const [start = ""] = await Promise.all(
    ["isolated-plugin-start-worker", "isolated-plugin-worker"].map((name) =>
      buildModule(new URL(`../child/${name}-main.ts`, import.meta.url), "child", `${name}.cjs`),
    ),
  );
  return start;
}

/** The hostile connector in a process of its own, which ends with the test; `stops` is what the host was told. */
export async function isolateHostile(
  options: {
    readonly limits?: IsolationLimitsInput;
    readonly confinement?: Confinement;
    readonly manifest?: unknown;
    readonly now?: () => number;
    readonly onStarted?: () => void;
  } = {},
): Promise<IsolatedProvider & { readonly stops: Stopped[] }> {
  const stops: Stopped[] = [];
  const { confinement, now, onStarted } = options;
  const isolated = await isolateProvider(
    {
      entry: await buildModule(new URL("./hostile-connector.ts", import.meta.url), "hostile"),
      exportName: "provider",
      manifest: options.manifest ?? provider.manifest,
      limits: options.limits ?? {},
      onStopped: (fact) => stops.push(fact),
      ...(onStarted === undefined ? {} : { onStarted }),
    },
    {
      child: await builtChild(),
      ...(confinement === undefined ? {} : { confinement }),
      ...(now === undefined ? {} : { now }),
    },
  );
  onTestFinished(() => isolated.close());
  return { ...isolated, stops };
}
