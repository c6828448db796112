/**
 * Words that end messages to the person who sends them, alone and whole: those that carriers and the law require in English, and the usual ones of
 * other languages. Compared without case, accents, signs that are not seen, and punctuation or pictures at the ends; a word within a sentence is
 * nobody's business (R10). No languages whose vowel signs are marks (Hindi, Thai …): without them their words are not told apart.
 * @see https://www.ecfr.gov/current/title-47/section-64.1200 ((a)(10): stop, quit, end, revoke, opt out, cancel, unsubscribe)
 * @see https://help.twilio.com/articles/223134027 (STOP, STOPALL, UNSUBSCRIBE, CANCEL, END, QUIT, REVOKE, OPTOUT; ARRET)
 * @see https://docs.aws.amazon.com/sms-voice/latest/userguide/keywords-required.html (OPT-OUT, REMOVE; read on 2026-11-22)
 */
const OPT_OUT = [
  "stop",
  "stopall",
  "stop all",
  "cancel",
  "end",
  "quit",
  "revoke",
  "remove",
  "opt out",
  "optout", // English
  "stopp", // German, Swedish, Norwegian, Estonian
  "kundigen",
  "austragen", // German
  "arret",
  "arrete",
  "arreter", // French
  "baja",
  "parar",
  "alto",
  "cancelar",
  "detener", // Spanish
  "sair",
  "pare", // Portuguese
  "basta",
  "cancella",
  "annulla", // Italian
  "zatrzymaj",
  "rezygnuje", // Polish
  "zrusit", // Czech, Slovak
  "lopeta",
  "peruuta", // Finnish
  "στοπ",
  "διαγραφη",
  "τελος", // Greek
  "стоп", // Russian, Ukrainian, Bulgarian, Serbian
  "отмена",
  "хватит", // Russian
  "припинити",
  "скасувати", // Ukrainian
  "откажи", // Bulgarian
  "dur",
  "iptal", // Turkish
  "הסר",
  "הסרה",
  "להסרה",
  "הסירו",
  "עצור", // Hebrew
  "توقف",
  "الغاء", // Arabic
  "berhenti", // Indonesian, Malay
  "停止", // Chinese, Japanese
  "수신거부", // Korean
] as const;
/** Words that say nothing else than that one wants off a list: the subject of a mail is no whole message, and "Cancel" may be about an order. */
const UNSUBSCRIBE = [
  "unsubscribe", // English
  "abmelden",
  "abbestellen", // German
  "desabonner",
  "desinscrire", // French
  "desuscribir", // Spanish
  "descadastrar", // Portuguese
  "disiscrivi", // Italian
  "afmelden",
  "uitschrijven", // Dutch
  "wypisz", // Polish
  "odhlasit", // Czech, Slovak
  "leiratkozas",
  "leiratkozom", // Hungarian
  "dezabonare", // Romanian
  "afmeld",
  "frameld", // Danish
  "avregistrera", // Swedish
  "avmeld", // Norwegian
  "απεγγραφη", // Greek
  "отписаться",
  "отписка", // Russian
  "відписатися",
  "відписатись",
  "відписка", // Ukrainian
  "отписване", // Bulgarian
  "配信停止", // Japanese
  "退订",
  "退訂", // Chinese
] as const;
/**
 * Carriers' words by which one begins again. YES is none here, as it is none for toll-free numbers and AWS: it answers every other question, too. A
 * provider that takes it for an opt-in says so (`optOut` of a message).
 */
const OPT_IN = ["start", "unstop", "subscribe", "anmelden", "alta", "старт"] as const;

const plain = (text: string): string =>
  text
    .normalize("NFKD")
    .replaceAll(/[\p{M}\p{Cf}]+/gu, "")
    .replaceAll(/[\s\p{Pd}]+/gu, " ")
    .replaceAll(/^[\s\p{P}\p{S}]+|[\s\p{P}\p{S}]+$/gu, "")
    .toLowerCase();

interface Words {
  readonly optOut: ReadonlySet<string>;
  readonly unsubscribe: ReadonlySet<string>;
  readonly optIn: ReadonlySet<string>;
}
let made: Words | undefined;
/** Made when the first message is read: an import of the package does not wait for it. */
const words = (): Words =>
  (made ??= {
    optOut: new Set([...OPT_OUT, ...UNSUBSCRIBE].map(plain)),
    unsubscribe: new Set(UNSUBSCRIBE.map(plain)),
    optIn: new Set(OPT_IN.map(plain)),
  });
/** Longer than every word of the lists: what is longer is not even looked at. */
const LONGEST = 64;

/**
 * What is said about being written to: to end it, to begin it again, or nothing.
 * @param where - a whole message, or the subject of a mail, by which nobody begins again: who sent a mail is not proven.
 */
export function readOptOut(text: string, where: "message" | "subject"): "opt-out" | "opt-in" | undefined {
  if (text.length > LONGEST) return undefined;
  const word = plain(text);
  const { optOut, unsubscribe, optIn } = words();
  if (where === "subject") return unsubscribe.has(word) ? "opt-out" : undefined;
  if (optOut.has(word)) return "opt-out";
  return optIn.has(word) ? "opt-in" : undefined;
}
