/** A plain-text report: what the server says, and what follows of the returned message. */
export interface ReportText {
  readonly explanation: readonly string[];
  readonly returned: string;
}

const TEXT_LIMIT = 262_144;
const LINE_LIMIT = 4000;
const LINE_LENGTH_LIMIT = 2000;
/** Words of the lines that mail systems put above the message they return; all repetitions bounded. */
const SEPARATOR =
  /^(?:below (?:this line )?is (?:a copy|the header)|this is a copy of|(?:the |a copy of the |copy of )?header of the original|included is a copy|(?:your )?original message(?: headers?| header)?(?:[ :]|$)|original mail|(?:un(?:sent|delivered)|returned) message|message(?: headers?| text)? follows?|message text|returned mail follows|bounced e-?mail:|here is the original|the original message (?:is|header)|received headers of)/;
const HEADER_LINE =
  /^(?:Received|Return-Path|DKIM-Signature|DomainKey-Signature|Delivered-To|X-(?!Actual-Recipient|Postfix|Display-Name|Queue|SMTP)[\w-]{1,40}|ARC-[\w-]{1,40}|Message-I[Dd]):/;

/** Cuts a report where the returned message begins. */
export function splitReportText(text: string): ReportText {
  const lines = text.slice(0, TEXT_LIMIT).split(/\r\n|\n|\r/, LINE_LIMIT);
  const at = lines.findIndex((line, index) => index > 0 && (isSeparator(line) || HEADER_LINE.test(line)));
  const end = at < 0 ? lines.length : at;
  return {
    explanation: lines.slice(0, end).map((line) => line.slice(0, LINE_LENGTH_LIMIT)),
    returned: lines.slice(HEADER_LINE.test(lines[end] ?? "") ? end : end + 1).join("\n"),
  };
}

function isSeparator(line: string): boolean {
  return SEPARATOR.test(
    line
      .slice(0, 200)
      .toLowerCase()
      .replace(/^[\s\-=*|_>#]{1,100}/, ""),
  );
}
