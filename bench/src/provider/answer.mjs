const ID_DIGITS = 12;
const bodyLength = JSON.stringify({ messages: [{ id: "0".repeat(ID_DIGITS) }] }).length;
const head = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${bodyLength}\r\nConnection: keep-alive\r\n\r\n`;

/** The provider's acknowledgement, in the shape of the WhatsApp Cloud API. @param {number} number - becomes its message id */
export function answer(number) {
  return `${head}{"messages":[{"id":"${String(number).padStart(ID_DIGITS, "0")}"}]}`;
}
