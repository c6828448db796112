import { createVisitors } from "../chat/visitor.mjs";

const AT_ONCE = 50;
const SETTLE_MS = 1_000;

/**
 * Opens so many streams and does nothing.
 * @param {{ port: number, path: string, visitors: number }} params
 */
export default async function chatIdle({ port, path, visitors }) {
  const { begin, listen } = createVisitors(port, path);
  for (let index = 0; index < visitors; index += AT_ONCE)
    await Promise.all(Array.from({ length: AT_ONCE }, async () => listen(await begin())));
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  // While they are open.
  process.send?.({ progress: "open" });
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  return { messages: visitors };
}
