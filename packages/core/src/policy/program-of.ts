/** The first bytes of files that a computer runs, by the ending that such files have. */
const STARTS: readonly (readonly [ending: string, start: readonly number[]])[] = [
  // Windows and DOS programs begin with two letters, as a text can; the rest of their head never is one.
  ["exe", [0x4d, 0x5a]],
  // A Windows shortcut: the size of its head, then its class.
  ["lnk", [0x4c, 0, 0, 0, 0x01, 0x14, 0x02, 0]],
  ["elf", [0x7f, 0x45, 0x4c, 0x46]],
  ["macho", [0xfe, 0xed, 0xfa, 0xce]],
  ["macho", [0xfe, 0xed, 0xfa, 0xcf]],
  ["macho", [0xce, 0xfa, 0xed, 0xfe]],
  ["macho", [0xcf, 0xfa, 0xed, 0xfe]],
];
/** The head of a DOS program: anything that is one has it whole. */
const DOS_HEAD_BYTES = 28;

/**
 * The ending of the program that a file is by its first bytes, whatever its name; nothing for everything else (R21). Not known: scripts and macros,
 * which begin as any text or document does.
 * @see https://learn.microsoft.com/windows/win32/debug/pe-format
 */
export function programOf(bytes: Uint8Array): string | undefined {
  const ending = STARTS.find(([, start]) => start.every((byte, at) => bytes[at] === byte))?.[0];
  if (ending !== "exe") return ending;
  return bytes.length >= DOS_HEAD_BYTES && bytes.subarray(2, DOS_HEAD_BYTES).includes(0) ? ending : undefined;
}
