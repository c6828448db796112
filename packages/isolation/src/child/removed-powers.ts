import dgram from "node:dgram";
import dns from "node:dns";
import dnsPromises from "node:dns/promises";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import os from "node:os";
import process from "node:process";
import traceEvents from "node:trace_events";
import v8 from "node:v8";
import workerThreads from "node:worker_threads";

class PowerRemoved extends Error {
  constructor(power: string) {
    super(`a connector has no ${power} of its own; use the objects of its connection`);
    this.name = "PowerRemoved";
  }
}

/** Node's inner doors, which the permission model leaves open. */
const OF_PROCESS = ["binding", "_linkedBinding", "dlopen", "kill", "_kill", "_debugProcess", "_debugEnd", "chdir"];
const OF_NAMES = Object.keys(dns).filter((name) => /^(lookup|resolve|reverse)/.test(name));
/** By these V8 writes into any file, past the permission model: what it compiled, what is on its heap. */
const OF_V8 = ["setFlagsFromString", "setHeapSnapshotNearHeapLimit"];

/**
 * Takes away what a connector must not have of its own: ways to the network, signals, Node's inner bindings, and what writes files without asking the
 * permission model, which holds all other files, processes and threads. Where the system gives the process a network namespace this is the second
 * wall, elsewhere the first.
 * The border's socket is open already.
 * @param Worker - what stands in the place of threads.
 */
export function removePowers(Worker: unknown): void {
  for (const name of OF_PROCESS) deny(process, name, "inner bindings");
  for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
  for (const name of ["connect", "listen"]) {
    deny(net.Socket.prototype, name, "network");
    deny(net.Server.prototype, name, "network");
  }
  deny(net, "connect", "network");
  deny(net, "createConnection", "network");
  for (const name of ["bind", "send", "connect"]) deny(dgram.Socket.prototype, name, "network");
  deny(net, "_createServerHandle", "network");
  deny(dgram, "_createSocketHandle", "network");
  for (const name of OF_NAMES)
    for (const holder of [dns, dnsPromises, dns.Resolver.prototype, dnsPromises.Resolver.prototype])
      deny(holder, name, "network");
  for (const name of OF_V8) deny(v8, name, "files");
  // Writes its traces where the process began.
  deny(traceEvents, "createTracing", "files");
  // Also that of the host.
  deny(os, "setPriority", "priority");
  Object.defineProperty(workerThreads, "Worker", { value: Worker, enumerable: true });
  for (const name of ["fetch", "WebSocket", "EventSource"]) Reflect.deleteProperty(globalThis, name);
  syncBuiltinESMExports();
}

function deny(holder: object, name: string, power: string): void {
  if (!(name in holder)) return;
  Object.defineProperty(holder, name, {
    value: () => {
      throw new PowerRemoved(power);
    },
    configurable: false,
    writable: false,
  });
}
