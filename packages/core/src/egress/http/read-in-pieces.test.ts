import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { keeper } from "../__fixtures__/kept.js";
import { startRawServer } from "../__fixtures__/raw-server.js";
import { readInPieces } from "./read-in-pieces.js";

const kept = keeper();

test("what came at once is read in pieces, whole and in order, and not after the socket is destroyed", async () => {
  const sent = Buffer.from(Array.from({ length: 60_000 }, (_, index) => index % 251));
  const server = kept(await startRawServer((socket) => socket.end(sent)));
  const told: number[] = [];
  const socket = readInPieces(connect(server.port, "127.0.0.1"), (bytes) => told.push(bytes));
  while (socket.readableLength < 10_000) {
    socket.read(0);
    await once(socket, "readable");
  }
  const pieces: Buffer[] = [];
  for (let index = 0; index < 3; index += 1) pieces.push(socket.read() as Buffer);
  expect(pieces.map((piece) => piece.length)).toEqual([2_048, 2_048, 2_048]);
  expect(Buffer.compare(Buffer.concat(pieces), sent.subarray(0, 3 * 2_048))).toBe(0);
  expect(socket.readableLength).toBeGreaterThan(0);
  expect(told).toEqual([2_048, 2_048, 2_048]);
  socket.destroy();
  expect(socket.read()).toBeNull();
});

test("nothing is handed on of a piece at which the socket was destroyed", async () => {
  const server = kept(await startRawServer((socket) => socket.end("hello")));
  const socket = connect(server.port, "127.0.0.1");
  await once(socket, "readable");
  expect(readInPieces(socket, () => void socket.destroy()).read()).toBeNull();
});
