/** The same without a line of ours: the core's dependencies, undici and a pool. */
import "./core-dependencies.mjs";
import { Pool } from "undici";

await new Pool("http://127.0.0.1:1", { connections: 1 }).close();
