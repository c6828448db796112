/**
 * Capability `media`: moves files to and from the provider. A call that the provider answers with an error throws a `ProviderAnswerError`, so that the host
 * knows a file that is gone from one that may be asked for again.
 */
export interface MediaV1 {
  /**
   * Absent where the provider takes files by their address only.
   * @returns the provider's id, usable as `{ source: "id" }`.
   */
  doUpload?(request: {
    transferId: string;
    bytes: Uint8Array;
    contentType: string;
    filename?: string;
  }): Promise<{ mediaId: string; expiresAtMs?: number }>;
  doDownload(request: {
    transferId: string;
    mediaId: string;
  }): Promise<{ bytes: Uint8Array; contentType: string; filename?: string }>;
  doDelete?(request: { transferId: string; mediaId: string }): Promise<void>;
}
