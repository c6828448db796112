/** A host's import of the core and one provider, and the first connection pool. */
import "@plugboard/core";
import { Pool } from "undici";
import { createBenchProvider } from "../plugboard/create-bench-provider.mjs";

createBenchProvider({ url: "http://127.0.0.1:1/delay-0", lanes: 1 });
await new Pool("http://127.0.0.1:1", { connections: 1 }).close();
