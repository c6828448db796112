/** Scripts npm runs, or may run, when a package is installed. */
export const INSTALL_SCRIPTS: readonly string[] = ["preinstall", "install", "postinstall", "prepare", "prepublish"];
