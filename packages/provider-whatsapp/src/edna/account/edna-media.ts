import { ProviderAnswerError, type MediaV1 } from "@plugboard/core/spec";
import type { EdnaConnection } from "../edna-connection.js";

/**
 * Capability `media`: fetches the file of an inbound message from the address edna gave, which must lie below the setting `filesUrl`. edna takes
 * files by their address only, so there is nothing to upload. The key of the API is not sent along.
 */
export function ednaMedia({ http, clock }: EdnaConnection): MediaV1 {
  return {
    doDownload: async ({ mediaId }) => {
      const response = await http.request({ operation: "download-media", method: "GET", url: mediaId });
      if (response.status !== 200) throw ProviderAnswerError.of(response, "download-media", clock.now());
      const type = response.headers["content-type"];
      return {
        bytes: response.body,
        contentType: (Array.isArray(type) ? type[0] : type) ?? "application/octet-stream",
      };
    },
  };
}
