import type { Channel } from "../../host/channel.js";
import { channelInPath } from "../webhook/channel-in-path.js";

/** A request's place among the channels' pages. */
export interface SitePlace {
  readonly channel: Channel;
  /** From `/sites/` to the end of the channel's id. */
  readonly route: string;
  /** Before `/sites/`: where the host mounted its pages. */
  readonly mount: string;
  /** Below the channel, beginning with `/`. */
  readonly path: string;
  /** Without its question mark. */
  readonly query: string;
}

const ROUTE = /\/sites\/((?:[A-Za-z0-9_.:-]|%3[Aa]){1,128})(?=\/|$)/g;
const LONGEST_TARGET = 8_192;

/** The channel with pages whose address this is, below any prefix. */
export function findSite(target: string, channelOf: (id: string) => Channel | undefined): SitePlace | undefined {
  if (target.length > LONGEST_TARGET || !target.includes("/sites/")) return undefined;
  const question = target.indexOf("?");
  const address = question === -1 ? target : target.slice(0, question);
  for (const match of address.matchAll(ROUTE)) {
    const channel = channelOf(channelInPath(match[1] ?? ""));
    if (channel === undefined) continue;
    const path = address.slice(match.index + match[0].length);
    const query = question === -1 ? "" : target.slice(question + 1);
    return { channel, route: match[0], mount: address.slice(0, match.index), path: path === "" ? "/" : path, query };
  }
  return undefined;
}
