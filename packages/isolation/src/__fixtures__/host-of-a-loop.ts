import { fakeConnection, fakeTransfer } from "@plugboard/provider-testkit";
import { isolateProvider } from "../isolate-provider.js";
import { provider as hostile } from "./hostile-connector.js";

/** A host whose connector begins a loop without end. Arguments: the built connector, the script its process begins with. */
const [entry = "", child = ""] = process.argv.slice(2);
const { provider } = await isolateProvider(
  { entry, exportName: "provider", manifest: hostile.manifest, limits: { busyTimeoutMs: 60_000 } },
  { child },
);
const instance = await provider.open(fakeConnection(provider, { settings: {}, credentials: {} }));
const content = { type: "text", text: "loop without end" } as const;
void instance.outboundMessages?.doSend(
  fakeTransfer({ recipients: [{ address: { kind: "phone", value: "+4930123456" } }], content }),
);
console.log("looping");
