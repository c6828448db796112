import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { readMarkdownPage } from "../../scripts/docs/markdown-page.js";
import { type SampleFile, sampleFiles } from "./sample-files.js";

/** What samples take as given: a host has these before it reads on. */
const GIVEN = "test/docs/__fixtures__/given.d.ts";

/** The TypeScript samples of pages. @param paths - relative to `root`. */
export function samplesOf(root: string, paths: readonly string[]): readonly SampleFile[] {
  return paths.flatMap((path) => sampleFiles(path, readMarkdownPage(readFileSync(join(root, path), "utf8")).blocks));
}

/** What the compiler says against samples, in their pages' own lines: one program for all, over the sources. */
export function compilerErrors(root: string, samples: readonly SampleFile[]): readonly string[] {
  const byPath = new Map(samples.map((sample) => [join(root, sample.path), sample]));
  const folders = new Set([...byPath.keys()].map((path) => path.replace(/\/[^/]*$/, "")));
  const { options } = ts.parseJsonConfigFileContent(
    {
      extends: "./tsconfig.base.json",
      compilerOptions: { noEmit: true, lib: ["ES2023", "DOM", "DOM.Iterable"], types: ["node"] },
    },
    ts.sys,
    root,
  );
  const host = ts.createCompilerHost({ ...options, incremental: false });
  const { fileExists, readFile, directoryExists } = host;
  host.fileExists = (path) => byPath.has(path) || fileExists(path);
  host.readFile = (path) => byPath.get(path)?.text ?? readFile(path);
  host.directoryExists = (path) => folders.has(path) || directoryExists?.(path) !== false;
  const given = join(root, GIVEN);
  const program = ts.createProgram([...byPath.keys(), ...(existsSync(given) ? [given] : [])], options, host);
  return [...byPath].flatMap(([path, { page, line }]) => {
    const file = program.getSourceFile(path);
    if (file === undefined) return [`${page}:${line} was not read`];
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ start, messageText }) => {
        const at = start === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line;
        return `${page}:${line + at} ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
      },
    );
  });
}
