import type { HttpRequestV1, HttpResponseV1 } from "@plugboard/core/spec";

/** A call to the Cloud API, without what differs between those who offer it: host, version, sender, authentication. */
export interface CloudCall extends Pick<HttpRequestV1, "operation" | "method" | "body" | "timeoutMs"> {
  readonly transferId?: string | undefined;
  /** Below the API's root. */
  readonly path: string;
  readonly contentType?: string;
}

/** How one provider of the Cloud API is reached. */
export interface CloudRoute {
  /** Where messages and signals are posted, and files uploaded. */
  readonly messagesPath: string;
  readonly uploadPath: string;
  mediaPath(mediaId: string): string;
  call(call: CloudCall): Promise<HttpResponseV1>;
  /** Fetches a file from the address that `GET {media}` answered. */
  download(url: string): Promise<HttpResponseV1>;
  now(): number;
}
