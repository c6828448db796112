/** Controls, separators of paths, and the marks that turn a name around so that `exe.gnp` reads as `png.exe`. */
// eslint-disable-next-line no-control-regex -- control characters are what this refuses
const UNSAFE = /[\u0000-\u001f\u007f-\u009f/\\\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]/u;

/** Whether a file may be called so. It is refused otherwise, never renamed. */
export function isSafeName(name: string): boolean {
  return name.length > 0 && name.length <= 200 && !UNSAFE.test(name) && !/^\.+$/.test(name);
}
