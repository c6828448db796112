/** A file's size as people read it. */
export function formatSize(sizeBytes: number, language: string): string {
  const [unit, size] =
    sizeBytes < 1_000_000 ? (["kilobyte", sizeBytes / 1_000] as const) : (["megabyte", sizeBytes / 1_000_000] as const);
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: 1 }).format(Math.max(0.1, size));
}
