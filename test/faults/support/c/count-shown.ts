/** Of the events posted: those never shown, and those shown under more than one event id. */
export function countShown(
  posted: Iterable<string>,
  shown: ReadonlyMap<string, ReadonlySet<string>>,
): { readonly lost: number; readonly duplicated: number } {
  let lost = 0;
  let duplicated = 0;
  for (const id of posted) {
    const times = shown.get(id)?.size ?? 0;
    if (times === 0) lost += 1;
    duplicated += Math.max(0, times - 1);
  }
  return { lost, duplicated };
}
