/**
 * What every hand-made variant does with a verified payload: the messages in one shape.
 * @param {any} payload
 */
export function normalise(payload) {
  const events = [];
  for (const entry of payload.entry)
    for (const { value } of entry.changes)
      for (const message of value.messages ?? [])
        events.push({
          type: "message",
          providerMessageId: message.id,
          from: { kind: "phone", value: `+${message.from}` },
          to: [`+${value.metadata.display_phone_number}`],
          text: message.text.body,
        });
  return events;
}
