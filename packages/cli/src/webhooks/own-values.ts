/** Shorter ones may stand in a person's text as well. */
const SHORTEST = 4;
const NUMBER = /^\+[1-9]\d{6,14}$/;

/** Every text and number in a channel's settings, as text; telephone numbers also as deliveries have them: without the plus, and with WhatsApp's word before it. */
export function ownValues(settings: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === "object" && value !== null) Object.values(value).forEach(collect);
    else if ((typeof value === "string" || typeof value === "number") && String(value).length >= SHORTEST)
      for (const form of formsOf(String(value))) found.add(form);
  };
  collect(settings);
  return found;
}

const formsOf = (value: string): readonly string[] =>
  NUMBER.test(value) ? [value, value.slice(1), `whatsapp:${value}`] : [value];
