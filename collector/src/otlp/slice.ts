import type { Wire } from './wire.ts';

/** A piece of the message that is being read; nothing where `start` equals `end`. */
export interface Slice {
  start: number;
  end: number;
}

export const emptySlice = (): Slice => ({ start: 0, end: 0 });

export function readSlice(wire: Wire, end: number, into: Slice): void {
  into.end = wire.length(end);
  into.start = wire.position;
  wire.position = into.end;
}
