import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

const TESTS = ["**/*.test.ts", "**/__fixtures__/**", "test/**", "packages/provider-testkit/**"];

/** What a provider has no business touching: it is handed `http`, `sockets`, `clock`, `logger` and `secrets` instead. */
const IMPORTS_CLOSED_TO_PROVIDERS = [
  {
    regex: "^(node:)?(http|https|http2|net|tls|dgram|dns|dns/promises|child_process)$",
    message: "A provider reaches the network only through the injected http and sockets.",
  },
  { regex: "^(undici|tsyringe)(/|$)", message: "Core owns the transport and the container; a provider sees neither." },
  { regex: "^@plugboard/core(?!/spec$)", message: "A provider imports the contract only: @plugboard/core/spec." },
  { regex: "^@plugboard/provider-(?!testkit$)", message: "A provider never imports another provider." },
];

const IMPORTS_CLOSED_TO_SIMULATORS = [
  { regex: "^(undici|tsyringe)(/|$)", message: "A simulator speaks plain HTTP with what Node has." },
  { regex: "^@plugboard/core(?!/spec$)", message: "A simulator knows the contract only: @plugboard/core/spec." },
  {
    regex: "^@plugboard/provider-",
    allowTypeImports: true,
    message: "A simulator is published with its provider; the testkit is not: only its types may be known.",
  },
];

const IMPORTS_CLOSED_TO_CORE = [
  { regex: "^@plugboard/", message: "Core knows no provider, no store and no testkit." },
  { regex: "^vitest(/|$)", message: "Only tests import vitest." },
];

const IMPORTS_CLOSED_TO_SPEC = [
  { regex: "^(?!zod(/|$)|node:stream$)[^.]", message: "The contract depends on zod and on nothing else." },
];

const SYNTAX_CLOSED_TO_ALL = [
  {
    selector: "ExportAllDeclaration",
    message: "Re-export by name, so that the public surface is visible where it is made.",
  },
  {
    selector: "CatchClause[param=null] > BlockStatement[body.length=1] > ReturnStatement > Literal[raw='null']",
    message: "A swallowed error becomes a silent loss: handle it, or pass it on as cause.",
  },
  {
    selector: "MemberExpression[object.name='URL'][property.name='canParse']",
    message: "Node 20 answers wrongly for letters beyond ASCII once it is compiled: parseUrl of @plugboard/core/spec.",
  },
];

const SYNTAX_CLOSED_TO_PACKAGES = [
  {
    selector:
      "TSAsExpression[expression.callee.object.name='JSON'][expression.callee.property.name='parse']:not([typeAnnotation.type='TSUnknownKeyword'])",
    message: "Parsed JSON is remote data: run it through its zod schema.",
  },
];

const SYNTAX_CLOSED_TO_PROVIDERS = [
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: "Settings and credentials are handed to a provider; the environment belongs to the host.",
  },
];

export default defineConfig(
  globalIgnores([
    "**/dist/",
    "**/coverage/",
    "**/__fixtures__/",
    ".ci/out/",
    ".plugboard/",
    "docs/.vitepress/cache/",
    "my/",
  ]),

  { linterOptions: { reportUnusedDisableDirectives: "error" } },

  {
    rules: {
      "array-callback-return": "error",
      eqeqeq: "error",
      "no-async-promise-executor": "error",
      "no-cond-assign": "error",
      "no-constant-binary-expression": "error",
      "no-control-regex": "error",
      "no-debugger": "error",
      "no-empty": ["error", { allowEmptyCatch: false }],
      "no-empty-character-class": "error",
      "no-irregular-whitespace": "error",
      "no-loss-of-precision": "error",
      "no-misleading-character-class": "error",
      "no-prototype-builtins": "error",
      "no-regex-spaces": "error",
      "no-restricted-syntax": ["error", ...SYNTAX_CLOSED_TO_ALL],
      "no-self-compare": "error",
      "no-sparse-arrays": "error",
      "no-template-curly-in-string": "error",
      "no-unreachable-loop": "error",
      "no-unsafe-finally": "error",
      "no-unsafe-optional-chaining": "error",
      "no-useless-backreference": "error",
      "no-useless-escape": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": ["error", { destructuring: "all" }],
      "use-isnan": "error",
      "valid-typeof": "error",
    },
  },

  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-extraneous-class": ["error", { allowWithDecorator: true }],
      // `import { type X }` leaves an import behind in the output; `import type { X }` does not.
      "@typescript-eslint/no-import-type-side-effects": "error",
      "@typescript-eslint/no-unnecessary-condition": [
        "error",
        { allowConstantLoopConditions: "only-allowed-literals" },
      ],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/unbound-method": ["error", { ignoreStatic: true }],
      // Spreading a string counts its code points, which is what a limit in characters means.
      "@typescript-eslint/no-misused-spread": ["error", { allow: ["string"] }],
      "@typescript-eslint/no-confusing-void-expression": "off",
      // `void | Promise<void>` is what a hook returns.
      "@typescript-eslint/no-invalid-void-type": "off",
      // Slow, and of no use here: no enums, no class hierarchies, pinned versions.
      "@typescript-eslint/no-deprecated": "off",
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
      "@typescript-eslint/no-unsafe-enum-assignment": "off",
      // An async method that awaits nothing still turns a throw into a rejection, which is what its interface promises.
      "@typescript-eslint/require-await": "off",
      // A type parameter used once is how a token or a schema carries its type.
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
    },
  },

  {
    files: ["packages/*/src/**/*.ts"],
    ignores: TESTS,
    rules: {
      "no-console": "error",
      "no-restricted-syntax": ["error", ...SYNTAX_CLOSED_TO_ALL, ...SYNTAX_CLOSED_TO_PACKAGES],
    },
  },
  {
    files: ["packages/provider-*/src/**/*.ts"],
    ignores: TESTS,
    rules: {
      "no-restricted-globals": ["error", "fetch", "WebSocket", "EventSource"],
      "no-restricted-imports": ["error", { patterns: IMPORTS_CLOSED_TO_PROVIDERS }],
      "no-restricted-syntax": [
        "error",
        ...SYNTAX_CLOSED_TO_ALL,
        ...SYNTAX_CLOSED_TO_PACKAGES,
        ...SYNTAX_CLOSED_TO_PROVIDERS,
      ],
    },
  },
  {
    // The other side of the wire, for tests: it listens, and posts webhooks.
    files: ["packages/provider-*/src/testing/**/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: {
      "no-restricted-globals": ["error", "WebSocket", "EventSource"],
      "no-restricted-imports": ["error", { patterns: IMPORTS_CLOSED_TO_SIMULATORS }],
    },
  },
  {
    // What runs in a page has the page's network.
    files: ["packages/provider-*/src/**/browser/**/*.ts"],
    rules: { "no-restricted-globals": "off" },
  },
  {
    files: ["packages/core/src/**/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: IMPORTS_CLOSED_TO_CORE }] },
  },
  {
    files: ["packages/core/src/spec/**/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: IMPORTS_CLOSED_TO_SPEC }] },
  },

  {
    files: ["**/*.test.ts", "test/**/*.ts", "packages/provider-testkit/src/**/*.ts"],
    rules: {
      // vitest's asymmetric matchers are typed any.
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unnecessary-condition": "off",
      "@typescript-eslint/unbound-method": "off",
    },
  },
);
