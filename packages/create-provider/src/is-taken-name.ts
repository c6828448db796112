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
  const names: string[] = [];
  let place: "text" | "code" | "import" = "text";
  for (const line of readGuide().split("\n")) {
    if (line.startsWith("```")) place = line.startsWith("```ts file=") ? "code" : "text";
    else if (place === "text") continue;
    else if (place === "import" || line.startsWith("import ")) {
      names.push(...importedIn(line));
      place = line.includes("from ") ? "code" : "import";
    } else names.push(...(DECLARED.exec(line)?.slice(1) ?? []));
  }
  return new Set(names.filter((name) => !/postsms/i.test(name)));
}

const DECLARED = /^(?:export )?(?:async )?(?:const|function|type|interface) (\w+)/;

/** The names in a line of an import, which may be one of several. */
function importedIn(line: string): readonly string[] {
  const [before = ""] = line.split("from ", 1);
  return before.match(/\w+/g)?.filter((word) => word !== "import" && word !== "type") ?? [];
}
