import { createMailParser, type MailParser, type MailParserOptions } from "../../mail/index.js";

/**
 * One parser for all channels of a process: its threads cost memory that hundreds of idle mailboxes need not pay, and a mail that fills its
 * time limit delays others by no more than that.
 */
export class SharedMailParser {
  private parser: MailParser | undefined;
  private users = 0;

  constructor(private readonly options: MailParserOptions) {}

  /** A parser whose `close` gives it back; the last one ends the threads. */
  use(): MailParser {
    const parser = (this.parser ??= createMailParser(this.options));
    this.users++;
    let given = true;
    return {
      parse: (raw) => parser.parse(raw),
      close: async () => {
        if (!given) return;
        given = false;
        this.users--;
        if (this.users > 0) return;
        this.parser = undefined;
        await parser.close();
      },
    };
  }
}
