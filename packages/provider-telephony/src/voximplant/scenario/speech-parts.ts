/**
 * A text in parts that VoxEngine says at once: "if text length exceeds 1500 characters", `Call.say` says nothing of it. Cut behind a space where there is one; joined, it is
 * the same text. Stands alone: its text is part of the scenario.
 */
export function speechParts(text: string): string[] {
  const MOST = 1_500;
  const parts: string[] = [];
  let rest = text;
  while (rest.length > MOST) {
    const space = rest.lastIndexOf(" ", MOST - 1);
    // Not between the halves of a character.
    const end = space > 0 ? space + 1 : /[\ud800-\udbff]/.test(rest.charAt(MOST - 1)) ? MOST - 1 : MOST;
    parts.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  parts.push(rest);
  return parts;
}
