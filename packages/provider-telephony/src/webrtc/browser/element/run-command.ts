import type { SoftphoneCommand } from "../../wire/softphone-command.js";
import type { Phone } from "../phone/phone.js";

/** Does what the host asks for; a call that is over makes it nothing. */
export async function runCommand(phone: Phone, command: SoftphoneCommand): Promise<void> {
  if (command.command === "dial") {
    await phone.dial(command.to, command.commandId);
    return;
  }
  const session = phone.find(command.call);
  if (!session) return;
  switch (command.command) {
    case "answer":
      return phone.answer(session.id);
    case "hold":
      return phone.hold(session.id, command.on);
    case "mute":
      return session.mute(command.on);
    case "transfer":
      return phone.transferAsAsked(session.id, command.to);
    case "send-digits":
      return session.sendDigits(command.digits);
    case "hang-up":
      return session.hangUp(command.reason);
  }
}
