import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BodyPlaces } from "./body-places.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a body is cut off when its own time is over: a file over a slow line has more than a provider's post", () => {
  const places = new BodyPlaces();
  const cut: string[] = [];
  const file = places.take("a", 60_000);
  const post = places.take("a");
  if (file === undefined || post === undefined) throw new Error("there is room for two");
  file.cut = () => void cut.push("file");
  post.cut = () => void cut.push("post");
  vi.advanceTimersByTime(9_000);
  expect(cut).toEqual([]);
  vi.advanceTimersByTime(2_000);
  expect(cut).toEqual(["post"]);
  vi.advanceTimersByTime(50_000);
  expect(cut).toEqual(["post", "file"]);
});
