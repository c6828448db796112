import { ProviderAnswerError, type MediaV1 } from "@plugboard/core/spec";
import { tokenFor } from "../token-for.js";
import type { VoximplantConnection } from "../voximplant-connection.js";
import { deleteRecord } from "./delete-record.js";

/**
 * Capability `media`: recordings, by the address the scenario was told. They are fetched from the host the settings name, and from no other.
 */
export function voximplantMedia(connection: VoximplantConnection): MediaV1 {
  const { settings, clock } = connection;
  return {
    doDownload: async ({ mediaId, transferId }) => {
      const { current } = await connection.credentials.resolve();
      const response = await connection.http.request({
        ...{ operation: "fetch-recording", transferId, method: "GET", url: mediaId },
        // Secure records ask for the account's token. https://voximplant.com/docs/guides/calls/record#secure
        headers: { authorization: `Bearer ${tokenFor(settings.accountId, current.serviceAccount, clock.now())}` },
      });
      if (response.status !== 200) throw ProviderAnswerError.of(response, "fetch-recording", clock.now());
      const type = response.headers["content-type"];
      return { bytes: response.body, contentType: (Array.isArray(type) ? type[0] : type) ?? "audio/mpeg" };
    },
    doDelete: ({ mediaId }) => deleteRecord(connection, { record_url: mediaId }),
  };
}
