import { withExpress } from "./with-express.js";
import { withFastify } from "./with-fastify.js";
import { withHono } from "./with-hono.js";
import { withNodeHttp } from "./with-node-http.js";

/** The examples by the name they are run with. */
export const examples = {
  "node:http": withNodeHttp,
  express: withExpress,
  fastify: withFastify,
  hono: withHono,
} as const;
