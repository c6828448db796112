import type { ConnectionV1 } from "@plugboard/core/spec";
import type { CloudRoute } from "../cloud-api/cloud-route.js";
import type { Dialog360Credentials } from "./dialog360-credentials.js";
import type { Dialog360Settings } from "./dialog360-settings.js";

export type Dialog360Connection = ConnectionV1<Dialog360Settings, Dialog360Credentials>;

/**
 * Calls to 360dialog, as the number its key belongs to: Meta's paths without the number's id.
 * @see https://docs.360dialog.com/api/wa-pipe-api
 */
export function dialog360Route({ http, credentials, clock }: Dialog360Connection): CloudRoute {
  const key = async (): Promise<string> => (await credentials.resolve()).current.apiKey;
  return {
    messagesPath: "/messages",
    uploadPath: "/media",
    mediaPath: (mediaId) => `/${encodeURIComponent(mediaId)}`,
    call: async ({ operation, transferId, method, path, contentType, body, timeoutMs }) =>
      http.request({
        operation,
        ...(transferId === undefined ? {} : { transferId }),
        method,
        endpoint: "api",
        path,
        headers: { "d360-api-key": await key(), ...(contentType === undefined ? {} : { "content-type": contentType }) },
        ...(body === undefined ? {} : { body }),
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      }),
    // The address names Meta's host, which knows no key of 360dialog: the same path is fetched through them.
    // https://docs.360dialog.com/docs/messaging/media/upload-retrieve-or-delete-media
    download: async (url) => {
      const { pathname, search } = new URL(url);
      const headers = { "d360-api-key": await key() };
      return http.request({
        operation: "download-media",
        method: "GET",
        endpoint: "api",
        path: `${pathname}${search}`,
        headers,
      });
    },
    now: () => clock.now(),
  };
}
