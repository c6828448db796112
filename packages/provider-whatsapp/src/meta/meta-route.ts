import type { ConnectionV1 } from "@plugboard/core/spec";
import type { CloudRoute } from "../cloud-api/cloud-route.js";
import type { MetaCredentials } from "./meta-credentials.js";
import type { MetaSettings } from "./meta-settings.js";

export type MetaConnection = ConnectionV1<MetaSettings, MetaCredentials>;

/** Calls to the Graph API, as the channel's phone number. */
export function metaRoute({ http, credentials, settings, clock }: MetaConnection): CloudRoute {
  const root = `/${settings.graphVersion}`;
  const authorization = async (): Promise<string> => `Bearer ${(await credentials.resolve()).current.accessToken}`;
  return {
    messagesPath: `${root}/${settings.phoneNumberId}/messages`,
    uploadPath: `${root}/${settings.phoneNumberId}/media`,
    // The number's id makes Meta check that the file is this number's.
    mediaPath: (mediaId) => `${root}/${encodeURIComponent(mediaId)}?phone_number_id=${settings.phoneNumberId}`,
    call: async ({ operation, transferId, method, path, contentType, body, timeoutMs }) =>
      http.request({
        operation,
        ...(transferId === undefined ? {} : { transferId }),
        method,
        endpoint: "graph",
        path,
        headers: {
          authorization: await authorization(),
          ...(contentType === undefined ? {} : { "content-type": contentType }),
        },
        ...(body === undefined ? {} : { body }),
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      }),
    download: async (url) =>
      http.request({
        operation: "download-media",
        method: "GET",
        url,
        headers: { authorization: await authorization() },
      }),
    now: () => clock.now(),
  };
}
