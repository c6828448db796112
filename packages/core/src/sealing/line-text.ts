/** One field as a line: `\` and line feed are escaped, so that it is reversible; `undefined` is an empty line. */
export const lineText = {
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
