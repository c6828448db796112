import type { Misbehaviour } from "@plugboard/provider-testkit/conformance";

/**
 * What a simulator of the Cloud API does instead of its work: what the kit knows, and
 *
 * - `service-window-closed`: as for a person who wrote too long ago (131047); only for requests that send.
 * - `media-fault`: the file that is fetched is not the one that was announced; only for requests that fetch one.
 */
export type CloudMisbehaviour = Misbehaviour | { readonly kind: "service-window-closed" | "media-fault" };
