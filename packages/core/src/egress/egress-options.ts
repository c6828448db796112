import { BlockList } from "node:net";
import type { Dispatcher } from "undici";
import { z } from "zod";
import { addRange } from "./address/add-range.js";
import type { ResolveAddresses } from "./address/resolve-addresses.js";
import { originOf } from "./endpoint/origin-of.js";

const rangeSchema = z
  .string()
  .refine((range) => addRange(new BlockList(), range), "not an IP address or a range in CIDR form");

/** `"host"`, `"host:port"`, or `"*.domain"` for every name below a domain. */
const hostPatternSchema = z.string().regex(/^(?:\*\.)?[a-z0-9._-]+(?::\d{1,5})?$|^\[[0-9a-f:.]+\](?::\d{1,5})?$/);

const originSchema = z.string().refine((origin) => originOf(origin) !== undefined, {
  message: "not an origin: scheme://host or scheme://host:port, without a path",
});

/** What the host decides about the way out. The defaults are the safe ones; what gives safety up says so in its name. */
export const egressOptionsSchema = z.lazy(() =>
  z.strictObject({
    /**
     * Addresses or CIDR ranges that are refused otherwise: loopback, private, link-local (cloud metadata), shared, multicast,
     * documentation, and IPv6 forms that wrap IPv4. Gives up: a setting or a DNS answer can lead a plugin to these machines.
     */
    dangerouslyAllowPrivateAddresses: z.array(rangeSchema).default([]),
    /**
     * Hosts that may be spoken to without TLS (`http`, `ws`): `"host"`, `"host:port"` or `"*.domain"`. Gives up: whoever is on the way
     * reads and changes personal data and credentials.
     */
    dangerouslyAllowPlainText: z.array(hostPatternSchema).default([]),
    /**
     * For simulators: an endpoint's origin → the origin that is called instead, e.g. `{ "https://graph.facebook.com": "http://127.0.0.1:9999" }`.
     * The target is trusted as it is, private address and plain text included. Gives up: the manifest, and what the account was shown
     * before activation, no longer say where data goes.
     */
    dangerouslyRedirectEndpoints: z.record(originSchema, originSchema).default({}),
    /** Certificates of private authorities, PEM; accepted beside the public ones. */
    trustedCertificates: z.array(z.string().includes("-----BEGIN CERTIFICATE-----")).default([]),
    /** Most connections to one origin, shared by all channels; opened when needed, closed when idle. */
    connectionsPerOrigin: z.int().min(1).max(65_535).default(512),
    /** For tests: an undici dispatcher that carries the HTTP calls. Names are not resolved then; all other checks stay. */
    dispatcher: z
      .custom<Dispatcher>((value) => typeof value === "object" && value !== null && "dispatch" in value)
      .optional(),
    /** For tests: answers instead of the system's resolver. */
    resolve: z.custom<ResolveAddresses>((value) => typeof value === "function").optional(),
  }),
);
/** As the host writes them: everything may be left out. */
export type EgressOptions = z.input<typeof egressOptionsSchema>;
