export interface RoomSettings {
  /** Bodies of all requests that are being read or decoded, together. */
  readonly maxInFlightBytes: number;
  readonly maxInFlightRequests: number;
  /** A body that is slow and has taken this long gives way to others when there is no room. */
  readonly slowAfterMs: number;
}

/** Bodies above this leave a part of the room to the small ones. */
const LARGE_BYTES = 1024 * 1024;
const LARGE_SHARE = 0.75;
/** Whoever sends less than this is slow. */
const SLOW_BYTES_PER_MS = 64;

/** What is in flight: counted before it is read, given back when it was answered. */
export class Room {
  readonly #settings: RoomSettings;
  readonly #now: () => number;
  /** Whose bodies are not there yet, the oldest first. */
  readonly #reading = new Set<Place>();
  #bytes = 0;
  #requests = 0;

  constructor(settings: RoomSettings, now: () => number) {
    this.#settings = settings;
    this.#now = now;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get requests(): number {
    return this.#requests;
  }

  /** A place for a body of this declared length, 0 when it is not known; undefined: no room. */
  take(declared: number): Place | undefined {
    if (!this.#has(declared, 1)) this.#giveUpSlow(declared);
    if (!this.#has(declared, 1)) return undefined;
    this.#bytes += declared;
    this.#requests += 1;
    const place = new Place(this, declared, this.#now());
    this.#reading.add(place);
    return place;
  }

  /** Whether a place may become so much larger. */
  extend(bytes: number): boolean {
    if (!this.#has(bytes, 0)) return false;
    this.#bytes += bytes;
    return true;
  }

  read(place: Place): void {
    this.#reading.delete(place);
  }

  free(place: Place): void {
    this.#reading.delete(place);
    this.#bytes -= place.bytes;
    this.#requests -= 1;
  }

  #has(bytes: number, requests: number): boolean {
    const { maxInFlightBytes, maxInFlightRequests } = this.#settings;
    const most = bytes > LARGE_BYTES ? maxInFlightBytes * LARGE_SHARE : maxInFlightBytes;
    return this.#requests + requests <= maxInFlightRequests && this.#bytes + bytes <= most;
  }

  #giveUpSlow(bytes: number): void {
    const now = this.#now();
    for (const place of this.#reading) {
      const ageMs = now - place.sinceMs;
      if (ageMs < this.#settings.slowAfterMs) return;
      if (place.received >= ageMs * SLOW_BYTES_PER_MS) continue;
      place.free();
      place.giveUp();
      if (this.#has(bytes, 1)) return;
    }
  }
}

/** The room of one request. */
export class Place {
  readonly sinceMs: number;
  bytes: number;
  received = 0;
  /** Called when the place was taken away, because the body is slow and others wait. */
  giveUp: () => void = () => undefined;
  readonly #room: Room;
  #free = false;

  constructor(room: Room, bytes: number, sinceMs: number) {
    this.#room = room;
    this.bytes = bytes;
    this.sinceMs = sinceMs;
  }

  /** A piece of the body came; false when there is no room for a piece that was not declared. */
  receive(bytes: number): boolean {
    this.received += bytes;
    const more = this.received - this.bytes;
    if (more <= 0 || this.#free) return true;
    if (!this.#room.extend(more)) return false;
    this.bytes += more;
    return true;
  }

  /** The whole body is there. */
  read(): void {
    this.#room.read(this);
  }

  free(): void {
    if (this.#free) return;
    this.#free = true;
    this.#room.free(this);
  }
}
