import { AnswerInvalidError, type HttpResponseV1, type MediaV1 } from "@plugboard/core/spec";
import { callTwilio } from "../call-twilio.js";
import type { TwilioConnection } from "../twilio-connection.js";

const RECORDING_SID = /^RE[0-9a-fA-F]{32}$/;

/**
 * Capability `media`: the recordings of calls by their sid, and the files of MMS by the address Twilio gave. Twilio may answer with a redirection to its store
 * of files, which is followed once, to the declared hosts alone and without the credentials. It has no upload.
 * @see https://www.twilio.com/docs/voice/api/recording#fetch-a-recordings-media-file
 * @see https://www.twilio.com/docs/messaging/api/media-resource
 */
export function twilioMedia(connection: TwilioConnection): MediaV1 {
  return {
    doDownload: async ({ mediaId, transferId }) => {
      const operation = RECORDING_SID.test(mediaId) ? "fetch-recording" : "download-media";
      const of = RECORDING_SID.test(mediaId)
        ? { resource: `/Recordings/${mediaId}.wav`, transferId }
        : { url: mediaId };
      const first = await callTwilio(connection, { operation, method: "GET", ...of });
      const target = first.status >= 300 && first.status < 400 ? headerOf(first, "location") : undefined;
      const response =
        target === undefined
          ? first
          : await connection.http.request({ operation, transferId, method: "GET", url: target });
      if (response.status !== 200) throw failed(response);
      return { bytes: response.body, contentType: headerOf(response, "content-type") ?? "application/octet-stream" };
    },
    doDelete: async ({ mediaId }) => {
      const isRecording = RECORDING_SID.test(mediaId);
      const response = await callTwilio(connection, {
        operation: isRecording ? "delete-recording" : "delete-media",
        method: "DELETE",
        ...(isRecording ? { resource: `/Recordings/${mediaId}.json` } : { url: `${mediaId}.json` }),
      });
      // 404: it is gone already.
      if (response.status !== 204 && response.status !== 404) throw failed(response);
    },
  };
}

function headerOf({ headers }: HttpResponseV1, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

const failed = ({ status }: HttpResponseV1) => new AnswerInvalidError([`status: ${status}`], { status });
