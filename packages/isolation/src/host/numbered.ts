/** Things under numbers that the other side of the border names them by. A number is never given twice. */
export class Numbered<Thing> {
  private readonly things = new Map<number, Thing>();
  private last = 0;

  add(thing: Thing): number {
    this.last += 1;
    this.things.set(this.last, thing);
    return this.last;
  }

  get(number: number): Thing | undefined {
    return this.things.get(number);
  }

  take(number: number): Thing | undefined {
    const thing = this.things.get(number);
    this.things.delete(number);
    return thing;
  }

  /** @returns everything there was. */
  clear(): readonly Thing[] {
    const things = [...this.things.values()];
    this.things.clear();
    return things;
  }
}
