// Prints "NAME=port" for each name: ports nobody uses, each with the one after it, by UDP and TCP. They lie below those that the kernel gives to outgoing
// connections, which on a busy machine take a free one again before its server listens, and above those that baresip sends sound from.
import { createSocket } from "node:dgram";
import { createServer } from "node:net";

const FROM = 20_002;
const PAIRS = 6_000;

const isFree = {
  tcp: (port) =>
    new Promise((resolve) => {
      const server = createServer().once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
    }),
  udp: (port) =>
    new Promise((resolve) => {
      const socket = createSocket("udp4").once("error", () => resolve(false));
      socket.bind(port, "127.0.0.1", () => socket.close(() => resolve(true)));
    }),
};

const taken = new Set();
for (const name of process.argv.slice(2)) {
  for (;;) {
    const port = FROM + 2 * Math.floor(Math.random() * PAIRS);
    if (taken.has(port)) continue;
    const found = await Promise.all([port, port + 1].flatMap((one) => [isFree.tcp(one), isFree.udp(one)]));
    if (found.includes(false)) continue;
    taken.add(port);
    console.log(`${name}=${port}`);
    break;
  }
}
