/** All words of the element; set `texts` for another language. `{who}` is the other side. */
export const SOFTPHONE_TEXTS = {
  title: "Telephone",
  states: { offline: "Not connected", connecting: "Connecting …", ready: "Ready", refused: "Refused by the server" },
  target: "Number or address",
  call: "Call",
  noMicrophone:
    "The microphone cannot be used: allow it for this page in the browser, or choose another one under “Sound”",
  /** A headset was pulled out in mid-call. */
  microphoneLost: "The microphone is not there any more: the call goes on with the standard device",
  notConnected: "Not connected: nobody was called. Try again when the telephone is ready",
  /** `{why}` is the reason of the host's rule. */
  notAllowed: "Nobody was called: {why}",
  callStates: {
    offered: "is calling",
    dialling: "Calling …",
    ringing: "Ringing …",
    established: "In conversation",
    ended: "Ended",
  },
  /** Why a call is over, instead of "Ended". */
  ends: {
    completed: "Ended",
    busy: "Busy",
    declined: "Declined",
    "no-answer": "No answer",
    cancelled: "Cancelled",
    unreachable: "Cannot be reached",
    failed: "Could not be connected, or was cut off",
  },
  onHold: "On hold",
  heldByRemote: "Put on hold by the other side",
  callWith: "Call with {who}",
  incoming: "Incoming call from {who}",
  connected: "Connected with {who}",
  over: "Call with {who} has ended",
  answer: "Answer",
  decline: "Decline",
  hangUp: "Hang up",
  mute: "Mute",
  hold: "Hold",
  transfer: "Transfer",
  transferTo: "Transfer to",
  transferNow: "Transfer now",
  joinWith: "Connect with {who}",
  transferFailed: "The transfer was refused",
  keypad: "Keypad",
  sound: "Sound",
  microphone: "Microphone",
  speaker: "Loudspeaker",
  standardDevice: "Standard device",
  level: "Microphone level",
};
export type SoftphoneTexts = typeof SOFTPHONE_TEXTS;
