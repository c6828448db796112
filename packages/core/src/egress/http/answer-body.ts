const EMPTY = Buffer.alloc(0);
/** A piece below this is copied: its object alone takes about as much. */
const SMALL_BYTES = 512;
const ROOM_BYTES = 8_192;

/**
 * The body of an answer while it comes. Most come in one piece, which is kept as it is. Small pieces of many are copied together: a server
 * that sends every byte as a chunk of its own would otherwise have the host keep a buffer of two hundred bytes for each of them.
 */
export class AnswerBody {
  /** Bytes so far. */
  sizeBytes = 0;
  private first: Buffer | undefined = undefined;
  private pieces: Buffer[] | undefined = undefined;
  private room: Buffer = EMPTY;
  private roomUsed = 0;

  /** @param piece - not changed afterwards by whoever gives it; a small one may be. */
  add(piece: Buffer): void {
    this.sizeBytes += piece.length;
    if (this.first === undefined) {
      this.first = piece;
      return;
    }
    this.pieces ??= [this.first];
    if (piece.length >= SMALL_BYTES) {
      this.takeRoom();
      this.pieces.push(piece);
      return;
    }
    if (piece.length > this.room.length - this.roomUsed) {
      this.takeRoom();
      this.room = Buffer.allocUnsafeSlow(ROOM_BYTES);
    }
    this.roomUsed += piece.copy(this.room, this.roomUsed);
  }

  /** All of it; undefined when nothing came. Whatever is added later is not in it. */
  whole(): Buffer | undefined {
    this.takeRoom();
    return this.pieces ? Buffer.concat(this.pieces, this.sizeBytes) : this.first;
  }

  /** What was copied goes into its place among the pieces; what is left of the room is used on. */
  private takeRoom(): void {
    if (this.roomUsed === 0) return;
    this.pieces?.push(this.room.subarray(0, this.roomUsed));
    this.room = this.room.subarray(this.roomUsed);
    this.roomUsed = 0;
  }
}
