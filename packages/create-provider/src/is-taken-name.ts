import { readGuide } from "./read-guide.js";

/** Words that no constant of a module can be called. */
const OF_THE_LANGUAGE = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for " +
    "function if implements import in instanceof interface let new null package private protected public return static super switch " +
    "this throw true try typeof undefined var void while with yield"
  ).split(" "),
);

/** Whether the files of a new provider call something by this name already, or the language does: they would not compile. */
export function isTakenName(name: string): boolean {
  return OF_THE_LANGUAGE.has(name) || namesOfTheGuide().has(name);
}

/** What the guide's files import and declare, but for the provider itself. */
function namesOfTheGuide(): ReadonlySet<string> {
  const code = [...readGuide().matchAll(/^```ts file=\S+\n([\s\S]*?)^```$/gm)].map(([, text = ""]) => text).join("\n");
  const imported = [...code.matchAll(/^import (?:type )?\{([^}]*)\}/gm)].flatMap(([, names = ""]) =>
    names.split(",").map((one) => one.replace("type ", "").trim()),
  );
  const declared = [...code.matchAll(/^(?:export )?(?:async )?(?:const|function|type|interface) (\w+)/gm)].map(
    ([, one = ""]) => one,
  );
  return new Set([...imported, ...declared].filter((one) => one !== "" && !/postsms/i.test(one)));
}
