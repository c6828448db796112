import { z } from "zod";
import { slugSchema } from "../identifier.js";

/**
 * One address a provider may talk to, the only ones the egress guard lets through (G5).
 *
 * `url` is an absolute URL without query. It may hold placeholders in braces that name a setting by its path:
 * `"https://{region}.api.example.com"`, `"smtp://{smtp.host}:{smtp.port}"`. A placeholder that stands for a whole host may be any
 * host name; one that is a part of a host is limited to one DNS label (`[a-z0-9-]+`), so that a setting cannot move an
 * endpoint to another domain. A setting without a value removes the endpoint from the channel.
 *
 * Schemes: `https`, `wss`, `smtp` (STARTTLS or plain), `smtps`, `imap`, `imaps`, `tcp`, `tls`; `http` and `ws` are refused by the guard
 * unless the host allows plain text by name. `direction: "listen"` declares an address the provider listens on.
 */
export const endpointSchema = z.lazy(() =>
  z.strictObject({
    id: slugSchema,
    url: z.string().regex(/^(?:[a-z][a-z0-9+]*|\{[A-Za-z0-9_.]+\}):\/\/[^\s?#]+$|^\{[A-Za-z0-9_.]+\}$/),
    direction: z.enum(["connect", "listen"]).default("connect"),
  }),
);
export type Endpoint = z.infer<typeof endpointSchema>;
