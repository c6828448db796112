const EXTENSIONS = {
  "image/png": [".png"],
  "image/jpeg": [".jpg", ".jpeg"],
  "image/gif": [".gif"],
  "image/webp": [".webp"],
  "application/pdf": [".pdf"],
  "text/plain": [".txt", ".text", ".log", ".csv", ".md"],
} as const;

/** Whether a name is one part of a path, shows what it is, and ends as its type does: nothing hidden behind a second ending or a turned direction. */
export function isSafeFilename(name: string, type: keyof typeof EXTENSIONS): boolean {
  // Separators, control characters, and the marks that show a name in another order than it is written.
  if (name.length === 0 || name.length > 200 || /[/\\:*?"<>|\p{Cc}\p{Cf}\u2028\u2029]/u.test(name)) return false;
  if (/^\.|[. ]$/.test(name)) return false;
  const lower = name.toLowerCase();
  return EXTENSIONS[type].some((extension) => lower.endsWith(extension) && lower.length > extension.length);
}
