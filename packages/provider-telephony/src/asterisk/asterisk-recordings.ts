import { ProviderAnswerError, type MediaV1 } from "@plugboard/core/spec";
import { callAri } from "./ari/call-ari.js";
import type { AsteriskConnection } from "./asterisk-connection.js";

/** Capability `media`: the recordings the exchange has made, fetched and removed there. */
export function asteriskRecordings(connection: AsteriskConnection): MediaV1 {
  const stored = (mediaId: string): string[] => ["recordings", "stored", mediaId];
  return {
    async doDownload({ transferId, mediaId }) {
      const response = await callAri(connection, {
        ...{ operation: "recording", transferId, method: "GET", path: [...stored(mediaId), "file"] },
      });
      if (response.status !== 200) throw ProviderAnswerError.of(response, "recording", connection.clock.now());
      const { headers, body } = response;
      const type = headers["content-type"];
      return { bytes: body, contentType: typeof type === "string" ? type : "audio/wav" };
    },
    async doDelete({ transferId, mediaId }) {
      const response = await callAri(connection, {
        ...{ operation: "delete-recording", transferId, method: "DELETE", path: stored(mediaId) },
      });
      // One that is gone already is what was wanted.
      if (![200, 204, 404].includes(response.status))
        throw ProviderAnswerError.of(response, "delete-recording", connection.clock.now());
    },
  };
}
