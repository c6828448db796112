/** What a connector's archive may be at most; a larger one is refused before it is unpacked whole. */
export interface ArchiveLimits {
  readonly maxArchiveBytes: number;
  readonly maxUnpackedBytes: number;
  readonly maxFiles: number;
  /** Unpacked by packed bytes; a bomb has thousands. */
  readonly maxRatio: number;
}

export const ARCHIVE_LIMITS: ArchiveLimits = {
  maxArchiveBytes: 20 * 1_048_576,
  maxUnpackedBytes: 100 * 1_048_576,
  maxFiles: 5_000,
  maxRatio: 200,
};
