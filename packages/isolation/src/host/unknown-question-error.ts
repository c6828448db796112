/** A question that cannot be: not of the contract, or about something that is not the asker's. Crosses by its name alone. */
export class UnknownQuestionError extends Error {
  constructor() {
    super("no such question");
    this.name = "UnknownQuestionError";
  }
}
