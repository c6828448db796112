/**
 * Words that end messages to the person who sends them, alone and whole: those that carriers require in English, and the usual ones of other
 * languages. Compared without case, accents and punctuation at the ends; a word within a sentence is nobody's business (R10).
 * @see https://help.twilio.com/articles/223134027 (STOP, STOPALL, UNSUBSCRIBE, CANCEL, END, QUIT; START, YES, UNSTOP)
 * @see https://www.ctia.org/the-wireless-industry/industry-commitments/messaging-interoperability-sms-mms (messaging principles, 5.1.3)
 */
const OPT_OUT = [
  "stop",
  "stopall",
  "stop all",
  "unsubscribe",
  "cancel",
  "end",
  "quit",
  "revoke",
  "opt out",
  "optout", // English
  "stopp",
  "abmelden",
  "abbestellen",
  "kundigen",
  "austragen", // German
  "arret",
  "arreter",
  "desabonner",
  "desinscrire", // French
  "baja",
  "parar",
  "alto",
  "cancelar",
  "detener", // Spanish
  "sair",
  "pare",
  "descadastrar", // Portuguese
  "basta",
  "cancella",
  "disiscrivi",
  "annulla", // Italian
  "afmelden",
  "uitschrijven", // Dutch
  "zatrzymaj",
  "rezygnuje",
  "wypisz", // Polish
  "стоп",
  "отписаться",
  "отмена",
  "хватит", // Russian
  "dur",
  "iptal", // Turkish
  "توقف",
  "الغاء", // Arabic
  "停止",
  "退订",
  "退訂", // Chinese, Japanese
  "수신거부", // Korean
] as const;
const OPT_IN = ["start", "unstop", "subscribe", "anmelden", "alta", "старт"] as const;

const plain = (text: string): string =>
  text
    .normalize("NFKD")
    .replaceAll(/\p{M}+/gu, "")
    .replaceAll(/^[\s\p{P}]+|[\s\p{P}]+$/gu, "")
    .replaceAll(/\s+/g, " ")
    .toLowerCase();

interface Words {
  readonly optOut: ReadonlySet<string>;
  readonly optIn: ReadonlySet<string>;
}
let made: Words | undefined;
/** Made when the first message is read: an import of the package does not wait for it. */
const words = (): Words => (made ??= { optOut: new Set(OPT_OUT.map(plain)), optIn: new Set(OPT_IN.map(plain)) });
/** Longer than every word of the lists: what is longer is not even looked at. */
const LONGEST = 64;

/** What a whole message says about being written to: to end it, to begin it again, or nothing. */
export function readOptOut(text: string): "opt-out" | "opt-in" | undefined {
  if (text.length > LONGEST) return undefined;
  const word = plain(text);
  if (words().optOut.has(word)) return "opt-out";
  return words().optIn.has(word) ? "opt-in" : undefined;
}
