const BLOCK = 512;
const TYPES = { file: "0", link: "1", symlink: "2" } as const;

/** A tar archive written by hand: it holds what a packer would refuse to write. */
export function tarEntries(
  entries: readonly {
    readonly name: string;
    readonly type?: keyof typeof TYPES;
    readonly linkname?: string;
    readonly content?: Uint8Array;
  }[],
): Uint8Array {
  const blocks = entries.flatMap(({ name, type = "file", linkname = "", content = new Uint8Array() }) => {
    const header = Buffer.alloc(BLOCK);
    const octal = (value: number, at: number, length: number): void =>
      void header.write(`${value.toString(8).padStart(length - 1, "0")}\0`, at, "latin1");
    header.write(name, 0, 100, "latin1");
    octal(0o644, 100, 8);
    octal(0, 108, 8);
    octal(0, 116, 8);
    octal(content.byteLength, 124, 12);
    octal(0, 136, 12);
    header.write("        ", 148, "latin1");
    header.write(TYPES[type], 156, "latin1");
    header.write(linkname, 157, 100, "latin1");
    header.write("ustar\u000000", 257, "latin1");
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
    const padding = Buffer.alloc((BLOCK - (content.byteLength % BLOCK)) % BLOCK);
    return [header, Buffer.from(content), padding];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}
