import { expect, test, vi } from "vitest";
import { Timeline } from "./timeline.js";

function recording() {
  const lines: string[] = [];
  const timeline = new Timeline(
    (text) =>
      void lines.push(
        text
          .trim()
          .replace(/^[\d.]+ +/, "")
          .replace(/ +/g, " "),
      ),
    false,
  );
  return { timeline, lines };
}

test("steps of a message that is under way before it has a name follow the one that names it", () => {
  const { timeline, lines } = recording();
  timeline.step("id-1", "transfer", "opened");
  timeline.step(undefined, "reply", "hello");
  timeline.name("id-1", "#1.1");
  timeline.step("id-1", "accepted", "durable");
  expect(lines).toEqual(["reply hello", "#1.1 accepted durable", "#1.1 transfer opened"]);
});

test("steps of a message that nobody names are told all the same", () => {
  vi.useFakeTimers();
  const { timeline, lines } = recording();
  timeline.step("host-12345678", "transfer", "opened");
  expect(lines).toEqual([]);
  vi.advanceTimersByTime(500);
  timeline.step("host-12345678", "receipt", "received");
  timeline.heading("The end");
  expect(lines).toEqual(["12345678 transfer opened", "12345678 receipt received", "The end"]);
  vi.useRealTimers();
});
