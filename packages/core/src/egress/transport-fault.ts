/** What stays of an error of the system or the HTTP library: its code. Their messages quote hosts, addresses and paths (G7). */
export class TransportFault extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.name = "TransportFault";
    this.code = code;
  }
}
