/** What of an environment a host application would have: without the settings of the npm and the Node that started us. */
export function cleanEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = /^(npm_(?!config_(cache|registry)$)|NODE_OPTIONS$|VITEST|INIT_CWD$)/i;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !foreign.test(name)));
}
