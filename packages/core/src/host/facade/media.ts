import { inject, injectable } from "tsyringe";
import { z } from "zod";
import { TOKENS } from "../../di/tokens.js";
import type { Ids } from "../../ports/ids.js";
import type { CapabilityCalls } from "../capability-calls.js";

/** A file that came with a message. */
export interface DownloadedMedia {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly filename?: string;
}
const downloadedSchema = z.lazy(() =>
  z.object({
    bytes: z.instanceof(Uint8Array),
    contentType: z.string().max(255),
    filename: z.string().max(1_024).optional(),
  }),
);

/** Files of inbound messages that the provider keeps until they are fetched. What is sent goes along with its message. */
@injectable()
export class Media {
  constructor(
    @inject(TOKENS.Ids) private readonly ids: Ids,
    @inject(TOKENS.CapabilityCalls) private readonly calls: CapabilityCalls,
  ) {}

  /** @param mediaId - of the inbound event. @throws {RequestError} as every call of a capability. */
  download(accountId: string, channelId: string, mediaId: string): Promise<DownloadedMedia> {
    return this.calls.call(accountId, channelId, "media", async (capability) => {
      const request = { transferId: this.ids.next("trf"), mediaId };
      const { filename, ...media } = downloadedSchema.parse(await capability.doDownload(request));
      return filename === undefined ? media : { ...media, filename };
    });
  }
}
