/** A refusal in the form smtp-server turns into a reply: the text is ours, the enhanced code (RFC 3463) part of it. */
export class ListenerReply extends Error {
  constructor(
    readonly responseCode: 421 | 450 | 451 | 452 | 550 | 552,
    text: string,
  ) {
    super(text);
  }
}
