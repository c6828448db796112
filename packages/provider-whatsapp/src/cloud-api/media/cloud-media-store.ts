import { createHash } from "node:crypto";
import { type MediaV1, readJsonAnswer } from "@plugboard/core/spec";
import type { z } from "zod";
import { checkedCall } from "../checked-call.js";
import type { CloudRoute } from "../cloud-route.js";
import { CloudCallError } from "../errors/cloud-call-error.js";
import { mediaAnswerSchema, uploadedAnswerSchema } from "./media-answer-schemas.js";
import { multipartFile } from "./multipart-file.js";

/** An uploaded file is kept so long. @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media */
const KEPT_MS = 30 * 86_400_000;

/**
 * Capability `media` of the Cloud API: a file is uploaded in one call; to fetch one, the API is asked for an address that is valid for five minutes, and the
 * bytes are compared with the size and the hash it gave. Calls throw {@link CloudCallError} where the provider refuses, or what came is not what it announced.
 */
export function cloudMediaStore(route: CloudRoute): Required<MediaV1> {
  return {
    doUpload: async ({ transferId, bytes, contentType, filename = "file" }) => {
      const fields = { messaging_product: "whatsapp", type: contentType };
      const form = multipartFile({ fields, filename, contentType, bytes });
      const upload = { operation: "send-message", transferId, method: "POST", path: route.uploadPath } as const;
      const { id } = readJsonAnswer(await checkedCall(route, { ...upload, ...form }), uploadedAnswerSchema);
      return { mediaId: id, expiresAtMs: route.now() + KEPT_MS };
    },
    doDownload: async ({ mediaId }) => {
      const find = { operation: "find-media", method: "GET", path: route.mediaPath(mediaId) } as const;
      const announced = readJsonAnswer(await checkedCall(route, find), mediaAnswerSchema);
      const { url, mime_type: contentType } = announced;
      const response = await route.download(url);
      if (response.status !== 200) throw CloudCallError.from(response, route.now(), "download-media");
      const bytes = response.body;
      if (!isAnnounced(bytes, announced))
        throw new CloudCallError({ outcome: "try-again", code: "MEDIA_DAMAGED", party: "provider" }, "download-media");
      return { bytes, contentType };
    },
    doDelete: async ({ mediaId }) => {
      await checkedCall(route, { operation: "delete-media", method: "DELETE", path: route.mediaPath(mediaId) });
    },
  };
}

/** The API writes the hash in hex; webhooks write it in base64. */
function isAnnounced(bytes: Uint8Array, { sha256, file_size: sizeBytes }: z.output<typeof mediaAnswerSchema>): boolean {
  if (typeof sizeBytes === "number" && sizeBytes !== bytes.byteLength) return false;
  if (!sha256) return true;
  const hash = createHash("sha256").update(bytes).digest();
  return sha256.toLowerCase() === hash.toString("hex") || sha256 === hash.toString("base64");
}
