import type { LowCardinality } from '../../columns/columns.ts';
import { MAX_ATTRIBUTES, MAX_EXEMPLARS } from '../limits.ts';
import { BYTES, FIXED64, Ranges, tag, VARINT, type Wire } from '../wire.ts';

/** A double or a 64-bit integer, as a data point or an exemplar has one. */
export interface NumberValue {
  /** The letter under which the store keeps the type; empty: no value was recorded. */
  type: '' | 'd' | 'i';
  double: number;
  low: number;
  high: number;
}

export function clearNumber(into: NumberValue): void {
  into.type = '';
  into.double = 0;
  into.low = 0;
  into.high = 0;
}

const TYPES = Buffer.from('di');

/** Appends the letter of a number's type. */
export function appendType(type: NumberValue['type'], column: LowCardinality): void {
  const at = type === 'd' ? 0 : type === 'i' ? 1 : TYPES.length;
  column.slice(TYPES, at, Math.min(at + 1, TYPES.length));
}

export function readDouble(wire: Wire, end: number, into: NumberValue): void {
  into.type = 'd';
  into.double = wire.double(end);
  into.low = 0;
  into.high = 0;
}

export function readInteger(wire: Wire, end: number, into: NumberValue): void {
  wire.fixed64(end);
  into.type = 'i';
  into.low = wire.low;
  into.high = wire.high;
  into.double = (wire.high | 0) * 0x1_0000_0000 + wire.low;
}

/** The fields of a data point that are read before any row is appended. Reused. */
export class Point {
  readonly attributes = new Ranges(MAX_ATTRIBUTES);
  readonly exemplars = new Ranges(MAX_EXEMPLARS);
  timeLow = 0;
  timeHigh = 0;
  startLow = 0;
  startHigh = 0;
  flags = 0;
  countLow = 0;
  countHigh = 0;
  readonly value: NumberValue = { type: '', double: 0, low: 0, high: 0 };
  sum: number | undefined;
  min: number | undefined;
  max: number | undefined;

  clear(): void {
    this.attributes.clear();
    this.exemplars.clear();
    this.timeLow = this.timeHigh = this.startLow = this.startHigh = 0;
    this.flags = this.countLow = this.countHigh = 0;
    clearNumber(this.value);
    this.sum = this.min = this.max = undefined;
  }

  readTime(wire: Wire, end: number): void {
    wire.fixed64(end);
    this.timeLow = wire.low;
    this.timeHigh = wire.high;
  }

  readStartTime(wire: Wire, end: number): void {
    wire.fixed64(end);
    this.startLow = wire.low;
    this.startHigh = wire.high;
  }

  readCount(wire: Wire, end: number): void {
    wire.fixed64(end);
    this.countLow = wire.low;
    this.countHigh = wire.high;
  }
}

// The same numbers in every data point message.
export const START_TIME = tag(2, FIXED64);
export const TIME = tag(3, FIXED64);
export const COUNT = tag(4, FIXED64);
export const SUM = tag(5, FIXED64);

// A repeated number comes packed, or value by value.
export const packed = (field: number): number => tag(field, BYTES);
export const single64 = (field: number): number => tag(field, FIXED64);
export const singleVarint = (field: number): number => tag(field, VARINT);

export const zigzag = (value: number): number => (value >>> 1) ^ -(value & 1);
