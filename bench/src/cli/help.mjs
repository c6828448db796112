/** @param {readonly { name: string, title: string, onlyByName?: boolean }[]} benches */
export function helpText(benches) {
  const width = Math.max(...benches.map(({ name }) => name.length));
  const lines = benches.map(
    ({ name, title, onlyByName }) => `  ${name.padEnd(width)}  ${title}${onlyByName ? " (only by --only)" : ""}`,
  );
  return `npm run bench -- [options]

Measures Plugboard against raw undici and peers, each variant in a process of its own, in rounds. Only ratios
within one run mean anything.

  --only NAME   one bench
  --quick       everything in less than 60 seconds; rough
  --rounds N    how often each variant is measured (5; 1 with --quick)
  --json        one JSON object a line instead of tables; progress goes to stderr
  --help        this text

${lines.join("\n")}
`;
}
