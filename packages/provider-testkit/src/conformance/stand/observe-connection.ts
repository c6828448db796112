import type { ConnectionV1, HttpClientV1, LoggerV1, SocketsV1 } from "@plugboard/core/spec";
import { isPlainData } from "./is-plain-data.js";
import type { Observation, ObservedCall } from "./observation.js";

/** What the observed parts of one stand share. */
export interface StandWatch {
  readonly standId: number;
  readonly observation: Observation;
  /** Transfers that ended: a call that names one of them comes too late. */
  readonly ended: ReadonlySet<string>;
  /** Instances were closed: a call from then on comes too late. */
  closed: boolean;
  readonly socketOperations: Set<string>;
}

/** The connection as the host made it, with everything the provider does through it written down. */
export function observeConnection(connection: ConnectionV1, watch: StandWatch): ConnectionV1 {
  return {
    ...connection,
    http: observeHttp(connection.http, watch),
    sockets: observeSockets(connection.sockets, watch),
    logger: observeLogger(connection.logger, watch),
  };
}

function observeHttp(http: HttpClientV1, { observation, standId, ended }: StandWatch): HttpClientV1 {
  return {
    request: async (request) => {
      if (!isPlainData(request)) observation.borderBreaches.add("argument of http.request");
      const late = request.transferId !== undefined && ended.has(request.transferId);
      const call: ObservedCall = { standId, request, late };
      observation.calls.push(call);
      try {
        call.response = await http.request(request);
        return call.response;
      } catch (error) {
        call.error = error;
        observation.utter("error of http.request", error);
        throw error;
      }
    },
  };
}

function observeSockets(sockets: SocketsV1, { observation, socketOperations }: StandWatch): SocketsV1 {
  return {
    connect: (request) => {
      socketOperations.add(request.operation);
      return sockets.connect(request);
    },
    reuse: (socket, request) => {
      socketOperations.add(request.operation);
      sockets.reuse(socket, request);
    },
    check: (request) => {
      socketOperations.add(request.operation);
      return sockets.check(request);
    },
    listen: async (request) => {
      const listener = await sockets.listen(request);
      observation.knownPorts.add(listener.port);
      return listener;
    },
  };
}

function observeLogger(logger: LoggerV1, { observation }: StandWatch): LoggerV1 {
  const write =
    (level: keyof LoggerV1): LoggerV1["info"] =>
    (message, fields) => {
      if (!isPlainData(fields)) observation.borderBreaches.add("fields of a log line");
      logger[level](message, fields);
    };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}
