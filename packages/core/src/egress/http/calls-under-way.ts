import type { Call } from "./call.js";

/**
 * The calls of a channel that have not ended, linked through the calls themselves. Not a `Set`, for the reason given at
 * {@link ChainedTable}.
 */
export class CallsUnderWay {
  private first: Call | undefined = undefined;
  private last: Call | undefined = undefined;

  add(call: Call): void {
    call.before = this.last;
    if (this.last) this.last.after = call;
    else this.first = call;
    this.last = call;
  }

  /** @param call - that was added and not deleted yet. */
  delete(call: Call): void {
    const { before, after } = call;
    if (before) before.after = after;
    else this.first = after;
    if (after) after.before = before;
    else this.last = before;
    call.before = undefined;
    call.after = undefined;
  }

  /** All of them, the one that came last first: so a connection that becomes free is not given to a call that ends next. */
  latestFirst(): Call[] {
    const calls: Call[] = [];
    for (let call = this.last; call; call = call.before) calls.push(call);
    return calls;
  }
}
