import { register } from "tsx/esm/api";
register();
await import("./mail-worker-main.ts");
