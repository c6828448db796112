/** "Content Template variable values can also be up to 1,600 characters", https://www.twilio.com/docs/api/errors/21658 */
const MAX_VALUE_LENGTH = 1_600;

/** The field `ContentVariables`: values by the number of their placeholder, in JSON. */
export function contentVariables(values: readonly string[]): string {
  return JSON.stringify(Object.fromEntries(values.map((value, index) => [String(index + 1), value])));
}

/** Whether every value fits; a longer one is refused by Twilio, and here before it leaves. */
export const variablesFit = (values: readonly string[]): boolean =>
  values.every((value) => [...value].length <= MAX_VALUE_LENGTH);
