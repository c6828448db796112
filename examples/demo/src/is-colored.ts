/** Whether output is coloured: on a terminal that can, unless whoever runs it wants none (https://no-color.org). */
export function isColored(
  isTerminal: boolean,
  { NO_COLOR, TERM }: Readonly<Record<string, string | undefined>>,
): boolean {
  return isTerminal && (NO_COLOR ?? "") === "" && TERM !== "dumb";
}
