/** A message that is in the mailbox came without its text. Its code is no news of its own: it is an answer of the server that cannot be used. */
export class MessageNotGiven extends Error {
  override readonly name = "MessageNotGiven";
  readonly code = "MESSAGE_NOT_GIVEN";

  constructor() {
    super("a message was not given");
  }
}
