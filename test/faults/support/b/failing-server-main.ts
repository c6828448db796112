import { type FaultStep, startFaultServer } from "@plugboard/provider-testkit";

// The steps come as an argument, the port goes to the parent; the process lives until its parent ends it.
const steps = JSON.parse(process.argv[2] ?? "[]") as readonly FaultStep[];
const { baseUrl } = await startFaultServer({ script: () => steps });
process.send?.(baseUrl);
process.on("disconnect", () => process.exit(0));
