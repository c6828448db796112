/** One field of a text of lines: reversible, an empty line stands for `undefined`. */
export const textLine = {
  encode(text: string | undefined): string {
    if (text === undefined) return "";
    if (!text.includes("\n") && !text.includes("\\")) return text;
    return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
  },

  decode(line: string): string | undefined {
    if (line === "") return undefined;
    return line.includes("\\") ? line.replace(/\\(.)/g, (_, escaped) => (escaped === "n" ? "\n" : "\\")) : line;
  },
};
