import { Sink } from './sink.ts';

/** Pieces smaller than this are gathered, so that a block is few writes to the socket. */
const GATHER_BELOW = 16_384;

/**
 * A block in ClickHouse's Native format as a list of byte runs. Large columns are given as views
 * of their own memory: it must not change until the block was sent.
 */
export class BlockWriter {
  readonly pieces: Buffer[] = [];
  #gathered = new Sink(GATHER_BELOW * 2);

  bytes(piece: Buffer): void {
    if (piece.length < GATHER_BELOW) {
      this.#gathered.slice(piece, 0, piece.length);
      if (this.#gathered.length >= GATHER_BELOW) this.#flush();
    } else {
      this.#flush();
      this.pieces.push(piece);
    }
  }

  varint(value: number): void {
    this.#gathered.varint(value);
  }

  uint64(value: number): void {
    this.#gathered.uint64(value, Math.floor(value / 0x1_0000_0000));
  }

  string(text: string): void {
    this.#gathered.string(text);
  }

  end(): readonly Buffer[] {
    this.#flush();
    return this.pieces;
  }

  #flush(): void {
    if (this.#gathered.length === 0) return;
    this.pieces.push(this.#gathered.view());
    this.#gathered = new Sink(GATHER_BELOW * 2);
  }
}
