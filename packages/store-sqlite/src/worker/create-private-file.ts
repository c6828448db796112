import { closeSync, fchmodSync, fsyncSync, openSync } from "node:fs";
import { dirname } from "node:path";

/** Creates an empty file of mode 0600, whatever the umask is, that is still there after a power loss. @throws when it exists. */
export function createPrivateFile(path: string): void {
  const file = openSync(path, "wx", 0o600);
  fchmodSync(file, 0o600);
  closeSync(file);
  if (process.platform === "win32") return;
  const folder = openSync(dirname(path), "r");
  fsyncSync(folder);
  closeSync(folder);
}
