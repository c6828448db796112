import { type Frame, frameSchema, LONGEST_METHOD } from "./frame.js";

/**
 * What {@link frameSchema} takes, said by hand: each message crosses in four frames, and looking at a frame must cost less than the frame. A test holds
 * both against each other. Members that are not named here are let lie.
 */
export function isFrame(value: unknown): value is Frame {
  if (typeof value !== "object" || value === null || !("kind" in value)) return false;
  switch (value.kind) {
    case "ask":
      return hasId(value) && hasMethod(value);
    case "answer":
    case "abort":
      return hasId(value);
    case "tell":
      return hasMethod(value);
    default:
      // A failure is rare.
      return frameSchema.safeParse(value).success;
  }
}

function hasId(value: object): boolean {
  return "id" in value && typeof value.id === "number" && Number.isSafeInteger(value.id) && value.id >= 1;
}

function hasMethod(value: object): boolean {
  return "method" in value && typeof value.method === "string" && value.method.length <= LONGEST_METHOD;
}
