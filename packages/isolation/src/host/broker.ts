import type { ConnectionV1, InboundSinkV1, SiteHostV1 } from "@plugboard/core/spec";
import { logLineSchema, type Question, type QuestionName, QUESTIONS } from "../border/questions.js";
import { Numbered } from "./numbered.js";
import { SocketBroker, type SocketLine } from "./socket-broker.js";
import type { ThreadBroker } from "./thread-broker.js";
import { UnknownQuestionError } from "./unknown-question-error.js";

type Answers = { readonly [Name in QuestionName]: (question: Question<Name>) => unknown };

/**
 * Everything a connector's process can have of the host: the objects of its own channels, asked by name. Each question is checked; then it goes
 * through the same guarded objects that a connector in the host's process is handed.
 */
export class Broker {
  readonly channels = new Numbered<ConnectionV1>();
  readonly sinks = new Numbered<InboundSinkV1>();
  readonly visits = new Numbered<SiteHostV1>();
  private readonly sockets: SocketBroker;
  private readonly answers: Answers;

  constructor(
    line: () => SocketLine,
    private readonly threads: ThreadBroker,
  ) {
    const sockets = new SocketBroker(line);
    this.sockets = sockets;
    const channel = (question: { readonly channel: number }) => found(this.channels.get(question.channel));
    this.answers = {
      http: (question) => channel(question).http.request(question.request),
      credentials: (question) => channel(question).credentials.resolve(),
      "record-read": (question) => channel(question).records.read(question.id),
      "record-list": ({ channel: _, ...query }) => channel({ channel: _ }).records.list(query),
      "record-commit": (question) => channel(question).records.commit(question.changes, question.delivery),
      "socket-check": ({ channel: _, ...request }) => channel({ channel: _ }).sockets.check(request),
      "socket-connect": ({ channel: _, ...request }) => sockets.connect(channel({ channel: _ }).sockets, request),
      "socket-reuse": ({ channel: _, ...request }) => sockets.reuse(channel({ channel: _ }).sockets, request),
      "socket-listen": ({ channel: _, ...request }) => sockets.listen(channel({ channel: _ }).sockets, request),
      "socket-unlisten": (question) => sockets.unlisten(question),
      "socket-write": (question) => sockets.write(question),
      "socket-end": (question) => sockets.end(question),
      "socket-destroy": (question) => sockets.destroy(question),
      "sink-accept": (question) => found(this.sinks.get(question.sink)).accept(question.delivery),
      "sink-read": (question) => found(this.sinks.get(question.sink)).readCursor(question.name),
      "sink-write": (question) => found(this.sinks.get(question.sink)).writeCursor(question.name, question.value),
      "sink-report": (question) => found(this.sinks.get(question.sink)).report(question.health),
      "site-accept": (question) => found(this.visits.get(question.visit)).accept(question.delivery),
      "site-confirm": (question) => found(this.visits.get(question.visit)).confirmConsent(question.token),
      "thread-start": (question) => threads.begin(question),
      "thread-post": (question) => threads.post(question),
      "thread-stop": (question) => threads.end(question),
    };
  }

  /** @throws {UnknownQuestionError} and what the asked object throws. */
  answer(method: string, data: unknown): unknown {
    if (!Object.hasOwn(QUESTIONS, method)) throw new UnknownQuestionError();
    return this.answerOf(method as QuestionName, data);
  }

  /** Lines for the log of a channel. Fields stay what the contract allows. */
  note(method: string, data: unknown): void {
    if (method !== "log") return;
    const place = channelSchema.safeParse(data);
    const line = logLineSchema.safeParse(data);
    if (!place.success || !line.success) return;
    const { level, message, fields } = line.data;
    this.channels.get(place.data.channel)?.logger[level](message, fields);
  }

  /** The process is gone, and with it everything it held but its channels, which open again in the next one. */
  async clear(): Promise<void> {
    this.sinks.clear();
    this.visits.clear();
    this.threads.clear();
    await this.sockets.clear();
  }

  private answerOf<Name extends QuestionName>(name: Name, data: unknown): unknown {
    const question = QUESTIONS[name].safeParse(data);
    if (!question.success) throw new UnknownQuestionError();
    return this.answers[name](question.data as Question<Name>);
  }
}

const channelSchema = QUESTIONS.credentials;

function found<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new UnknownQuestionError();
  return thing;
}
