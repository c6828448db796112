/** What a parameter may be. `strings` is one or a list. */
export type AriParameterType = "string" | "strings" | "int" | "boolean" | "object" | readonly string[];

export interface AriResource {
  readonly method: string;
  /** Below `/ari`; braces stand for one part. */
  readonly path: string;
  readonly required?: Readonly<Record<string, AriParameterType>>;
  readonly optional?: Readonly<Record<string, AriParameterType>>;
}

const originate = {
  required: { endpoint: "string" },
  optional: {
    extension: "string",
    context: "string",
    priority: "int",
    label: "string",
    app: "string",
    appArgs: "string",
    callerId: "string",
    timeout: "int",
    variables: "object",
    otherChannelId: "string",
    originator: "string",
    formats: "string",
  },
} as const;

/**
 * The part of the Asterisk REST Interface that is used here, as its resource descriptions have it: a request with a path, a parameter or a value
 * that is not here is refused. As Asterisk's descriptions of 2026-08-06 (f0c1c1a) have it, word for word; a test compares them where they are at hand.
 * @see https://github.com/asterisk/asterisk/tree/master/rest-api/api-docs
 */
export const ARI_RESOURCES: readonly AriResource[] = [
  { method: "GET", path: "/asterisk/ping" },
  { method: "GET", path: "/channels" },
  { method: "GET", path: "/channels/{channelId}" },
  { method: "POST", path: "/channels/{channelId}", ...originate },
  {
    method: "DELETE",
    path: "/channels/{channelId}",
    optional: {
      reason: [
        ...["normal", "busy", "congestion", "no_answer", "timeout", "rejected", "unallocated", "normal_unspecified"],
        ...["number_incomplete", "codec_mismatch", "interworking", "failure", "answered_elsewhere"],
      ],
      reason_code: "string",
    },
  },
  { method: "POST", path: "/channels/{channelId}/answer" },
  {
    method: "POST",
    path: "/channels/{channelId}/continue",
    optional: { context: "string", extension: "string", priority: "int", label: "string" },
  },
  { method: "POST", path: "/channels/{channelId}/redirect", required: { endpoint: "string" } },
  {
    method: "POST",
    path: "/channels/{channelId}/dtmf",
    optional: { dtmf: "string", before: "int", between: "int", duration: "int", after: "int" },
  },
  ...["POST", "DELETE"].flatMap((method): AriResource[] => [
    { method, path: "/channels/{channelId}/mute", optional: { direction: ["both", "in", "out"] } },
    { method, path: "/channels/{channelId}/hold" },
  ]),
  {
    method: "POST",
    path: "/channels/{channelId}/play",
    required: { media: "strings" },
    optional: { lang: "string", offsetms: "int", skipms: "int", playbackId: "string" },
  },
  {
    method: "POST",
    path: "/channels/{channelId}/record",
    required: { name: "string", format: "string" },
    optional: {
      maxDurationSeconds: "int",
      maxSilenceSeconds: "int",
      ifExists: ["fail", "overwrite", "append"],
      beep: "boolean",
      terminateOn: ["none", "any", "*", "#"],
    },
  },
  { method: "GET", path: "/channels/{channelId}/variable", required: { variable: "string" } },
  {
    method: "POST",
    path: "/channels/{channelId}/variable",
    required: { variable: "string" },
    optional: { value: "string", report_events: "boolean" },
  },
  {
    method: "POST",
    path: "/channels/{channelId}/snoop/{snoopId}",
    required: { app: "string" },
    optional: { spy: ["none", "both", "out", "in"], whisper: ["none", "both", "out", "in"], appArgs: "string" },
  },
  {
    method: "POST",
    path: "/bridges/{bridgeId}",
    optional: { type: "string", name: "string", variables: "object" },
  },
  { method: "GET", path: "/bridges/{bridgeId}" },
  { method: "DELETE", path: "/bridges/{bridgeId}" },
  {
    method: "POST",
    path: "/bridges/{bridgeId}/addChannel",
    required: { channel: "strings" },
    optional: { role: "string", absorbDTMF: "boolean", mute: "boolean", inhibitConnectedLineUpdates: "boolean" },
  },
  { method: "GET", path: "/playbacks/{playbackId}" },
  { method: "DELETE", path: "/playbacks/{playbackId}" },
  { method: "GET", path: "/recordings/live/{recordingName}" },
  { method: "POST", path: "/recordings/live/{recordingName}/stop" },
  { method: "GET", path: "/recordings/stored/{recordingName}" },
  { method: "GET", path: "/recordings/stored/{recordingName}/file" },
  { method: "DELETE", path: "/recordings/stored/{recordingName}" },
  { method: "POST", path: "/applications/{applicationName}/subscription", required: { eventSource: "strings" } },
];
