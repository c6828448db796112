import { EgressRefusedError, type HttpResponseV1, type MediaV1, ProviderAnswerError } from "@plugboard/core/spec";
import { callTwilio } from "../call-twilio.js";
import type { TwilioConnection } from "../twilio-connection.js";

/**
 * Capability `media`: fetches and deletes the file of an inbound message; `mediaId` is the address Twilio gave with it. Twilio answers with a redirection to its
 * store of files, which is followed once, to the declared hosts alone and without the credentials. It has no upload.
 *
 * The login opens everything of the account, other customers' messages too (R22), so nothing but a file of a message is asked for under a `mediaId`.
 * @see https://www.twilio.com/docs/messaging/api/media-resource
 */
export function twilioMedia(connection: TwilioConnection): MediaV1 {
  return {
    doDownload: async ({ mediaId }) => {
      const first = await callTwilio(connection, {
        operation: "download-media",
        method: "GET",
        url: fileOf(connection, mediaId, "download-media"),
      });
      const target = first.status >= 300 && first.status < 400 ? headerOf(first, "location") : undefined;
      const response =
        target === undefined
          ? first
          : await connection.http.request({ operation: "download-media", method: "GET", url: target });
      if (response.status !== 200) throw ProviderAnswerError.of(response, "download-media", connection.clock.now());
      return { bytes: response.body, contentType: headerOf(response, "content-type") ?? "application/octet-stream" };
    },
    doDelete: async ({ mediaId }) => {
      const response = await callTwilio(connection, {
        operation: "delete-media",
        method: "DELETE",
        url: `${fileOf(connection, mediaId, "delete-media")}.json`,
      });
      // 404: it is gone already.
      if (response.status !== 204 && response.status !== 404)
        throw ProviderAnswerError.of(response, "delete-media", connection.clock.now());
    },
  };
}

const FILE = /^https:\/\/api\.twilio\.com\/2010-04-01\/Accounts\/(\w+)\/Messages\/\w+\/Media\/\w+$/;

/** @throws {EgressRefusedError} `url-invalid`: no address of a file of one of the account's messages. */
function fileOf({ settings }: TwilioConnection, mediaId: string, operation: string): string {
  if (FILE.exec(mediaId)?.[1] !== settings.accountSid) throw new EgressRefusedError("url-invalid", { operation });
  return mediaId;
}

function headerOf({ headers }: HttpResponseV1, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
