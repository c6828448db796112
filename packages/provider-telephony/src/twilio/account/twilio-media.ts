import { EgressRefusedError, type HttpResponseV1, type MediaV1, ProviderAnswerError } from "@plugboard/core/spec";
import { callTwilio } from "../call-twilio.js";
import type { TwilioConnection } from "../twilio-connection.js";

const RECORDING_SID = /^RE[0-9a-fA-F]{32}$/;

/**
 * Capability `media`: the recordings of calls by their sid, and the files of MMS by the address Twilio gave. Twilio may answer with a redirection to its store
 * of files, which is followed once, to the declared hosts alone and without the credentials. It has no upload.
 *
 * The login opens everything of the account, other customers' messages too (R22), so nothing but a recording or a file of a message is asked for under a `mediaId`.
 * @see https://www.twilio.com/docs/voice/api/recording#fetch-a-recordings-media-file
 * @see https://www.twilio.com/docs/messaging/api/media-resource
 */
export function twilioMedia(connection: TwilioConnection): MediaV1 {
  return {
    doDownload: async ({ mediaId, transferId }) => {
      const operation = RECORDING_SID.test(mediaId) ? "fetch-recording" : "download-media";
      const of = RECORDING_SID.test(mediaId)
        ? { resource: `/Recordings/${mediaId}.wav`, transferId }
        : { url: fileOf(connection, mediaId, operation) };
      const first = await callTwilio(connection, { operation, method: "GET", ...of });
      const target = first.status >= 300 && first.status < 400 ? headerOf(first, "location") : undefined;
      const response =
        target === undefined
          ? first
          : await connection.http.request({ operation, transferId, method: "GET", url: target });
      if (response.status !== 200) throw ProviderAnswerError.of(response, operation, connection.clock.now());
      return { bytes: response.body, contentType: headerOf(response, "content-type") ?? "application/octet-stream" };
    },
    doDelete: async ({ mediaId }) => {
      const isRecording = RECORDING_SID.test(mediaId);
      const operation = isRecording ? "delete-recording" : "delete-media";
      const of = isRecording
        ? { resource: `/Recordings/${mediaId}.json` }
        : { url: `${fileOf(connection, mediaId, operation)}.json` };
      const response = await callTwilio(connection, { operation, method: "DELETE", ...of });
      // 404: it is gone already.
      if (response.status !== 204 && response.status !== 404)
        throw ProviderAnswerError.of(response, operation, connection.clock.now());
    },
  };
}

/** In any region: which of the account's it is, the egress guard judges. */
const FILE =
  /^https:\/\/api(?:\.[a-z0-9-]+){0,2}\.twilio\.com\/2010-04-01\/Accounts\/(\w+)\/Messages\/\w+\/Media\/\w+$/;

/** @throws {EgressRefusedError} `url-invalid`: no address of a file of one of the account's messages. */
function fileOf({ settings }: TwilioConnection, mediaId: string, operation: string): string {
  if (FILE.exec(mediaId)?.[1] !== settings.accountSid) throw new EgressRefusedError("url-invalid", { operation });
  return mediaId;
}

function headerOf({ headers }: HttpResponseV1, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
