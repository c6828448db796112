/**
 * What VoxEngine's `Call.say` is told of the voice: one of its `VoiceList`, by its name there (`Amazon.de_DE_Vicki`), else the first that speaks the language; nothing
 * leaves it at VoxEngine's own. Newer versions read `voice`, older ones `language`. Stands alone: its text is part of the scenario.
 * @see https://voximplant.com/docs/references/voxengine/callsayparameters
 */
export function voiceOf(
  list: object,
  verb: { readonly voice?: string; readonly language?: string },
): { readonly voice?: unknown; readonly language?: unknown } {
  const within = (value: unknown, key: string): unknown =>
    typeof value === "object" && value !== null && Object.prototype.hasOwnProperty.call(value, key)
      ? Object.entries(value).find(([name]) => name === key)?.[1]
      : undefined;
  const told = (voice: unknown): object => (voice === undefined ? {} : { voice, language: voice });
  if (verb.voice !== undefined) return told(verb.voice.split(".").reduce<unknown>(within, list));
  if (verb.language === undefined) return {};
  const wanted = verb.language.replace("-", "_").toLowerCase();
  for (const provider of ["Amazon", "Google", "Microsoft"]) {
    const voices = within(list, provider);
    if (typeof voices !== "object" || voices === null) continue;
    const found = Object.entries(voices).find(([name]) => `${name.toLowerCase()}_`.indexOf(`${wanted}_`) === 0);
    if (found !== undefined) return told(found[1]);
  }
  return {};
}
