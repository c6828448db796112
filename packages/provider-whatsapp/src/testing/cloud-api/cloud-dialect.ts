import type { ReceivedRequest } from "@plugboard/provider-testkit/conformance";
import type { CloudDesk } from "./cloud-desk.js";

/** What a request asks of the Cloud API. */
export type CloudAct =
  | { readonly act: "send" | "upload" }
  | { readonly act: "describe" | "delete" | "download"; readonly id: string }
  /** Something only this provider has; it answers by itself. */
  | { readonly act: "other"; answer(received: ReceivedRequest): Response | Promise<Response> };

/** What differs between those who offer the Cloud API. */
export interface CloudDialect {
  isAuthorized(received: ReceivedRequest): boolean;
  unauthorized(): Response;
  /** Nothing for a path the API does not have. */
  actOf(method: string, path: string, query: URLSearchParams): CloudAct | undefined;
  /** Where a file is fetched, as the API writes it: an address of Meta's. */
  readonly mediaRoot: string;
  readonly desk: CloudDesk;
}
