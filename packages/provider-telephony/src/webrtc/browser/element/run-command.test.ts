import { expect, test } from "vitest";
import type { SoftphoneCommand } from "../../wire/softphone-command.js";
import type { Phone } from "../phone/phone.js";
import { runCommand } from "./run-command.js";

/** A telephone in one call, known by the command that began it, which writes down what it is told. */
function stage(): { readonly phone: Phone; readonly told: unknown[][] } {
  const told: unknown[][] = [];
  const note =
    (name: string) =>
    (...given: unknown[]): void =>
      void told.push([name, ...given]);
  const session = { id: "sip-1", mute: note("mute"), sendDigits: note("digits") };
  const all = { ...session, hangUp: note("hang up") };
  const phone = {
    ...{ dial: note("dial"), answer: note("answer"), hold: note("hold"), transferAsAsked: note("transfer") },
    find: (id: string) => (id === "call-1" ? all : undefined),
  };
  return { phone: phone as unknown as Phone, told };
}

const commands: [SoftphoneCommand, unknown[]][] = [
  [{ commandId: "c", command: "dial", to: "+4930901820" }, ["dial", "+4930901820", "c"]],
  [{ commandId: "c", command: "answer", call: "call-1" }, ["answer", "sip-1"]],
  [{ commandId: "c", command: "hold", call: "call-1", on: true }, ["hold", "sip-1", true]],
  [{ commandId: "c", command: "mute", call: "call-1", on: false }, ["mute", false]],
  [{ commandId: "c", command: "transfer", call: "call-1", to: "bert" }, ["transfer", "sip-1", "bert"]],
  [{ commandId: "c", command: "send-digits", call: "call-1", digits: "1w#" }, ["digits", "1w#"]],
  [{ commandId: "c", command: "hang-up", call: "call-1", reason: "declined" }, ["hang up", "declined"]],
];

test.each(commands)("the host's %o is done with the call it names", async (command, done) => {
  const { phone, told } = stage();
  await runCommand(phone, command);
  expect(told).toEqual([done]);
});

test.each(commands.slice(1))("%o of a call that is over is nothing", async (command) => {
  const { phone, told } = stage();
  await runCommand(phone, { ...command, call: "call-2" } as SoftphoneCommand);
  expect(told).toEqual([]);
});
