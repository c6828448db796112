/** The name that was most likely meant: at most a third of it typed otherwise. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const far = (name: string) => distance(typed.toLowerCase(), name) / name.length;
  const [best] = [...names].sort((a, b) => far(a) - far(b));
  return best !== undefined && far(best) <= 1 / 3 ? best : undefined;
}

/** How many letters have to be put in, taken out or changed to get from one word to the other. */
function distance(from: string, to: string): number {
  if (from.length > 2 * to.length) return from.length;
  let row = Array.from({ length: to.length + 1 }, (_, place) => place);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let place = 1; place <= to.length; place += 1) {
      const changed = (row[place - 1] ?? 0) + (to[place - 1] === letter ? 0 : 1);
      next.push(Math.min(changed, (row[place] ?? 0) + 1, (next[place - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? from.length;
}
