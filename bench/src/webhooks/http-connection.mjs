import { connect } from "node:net";

const HEAD_END = Buffer.from("\r\n\r\n");
const LAST_CHUNK = Buffer.from("0\r\n\r\n");

/**
 * One keep-alive connection with one request under way: as little client as there can be, so that the server is what is measured.
 * @param {number} port
 */
export function openConnection(port) {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  /** @type {((status: number) => void) | null} */
  let resolve = null;
  /** @type {((error: Error) => void) | null} */
  let reject = null;
  let pending = Buffer.alloc(0);
  const fail = (/** @type {Error} */ error) => {
    reject?.(error);
    resolve = null;
    reject = null;
  };
  socket.on("error", fail);
  socket.on("close", () => fail(new Error("connection closed")));
  socket.on("data", (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    const head = pending.indexOf(HEAD_END);
    if (head === -1) return;
    const text = pending.latin1Slice(0, head).toLowerCase();
    const length = /content-length: (\d+)/.exec(text)?.[1];
    const whole =
      length !== undefined
        ? pending.length >= head + 4 + Number(length)
        : !text.includes("chunked") || pending.includes(LAST_CHUNK, head);
    if (!whole) return;
    const status = Number(text.slice(9, 12));
    pending = Buffer.alloc(0);
    const done = resolve;
    resolve = null;
    done?.(status);
  });
  return {
    /** @param {Buffer} request @returns {Promise<number>} status */
    send: (request) =>
      new Promise((done, failed) => {
        resolve = done;
        reject = failed;
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}
