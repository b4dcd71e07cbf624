import { crc32 } from 'node:zlib';
import { SIGNALS, type Signal } from '../otlp/batch.ts';
import { ENCODINGS, type Encoding, FORMATS, type Format } from '../otlp/encoding.ts';

/** A request as it arrived: what the journal keeps, and all that a replay needs. */
export interface JournalRecord {
  readonly signal: Signal;
  readonly format: Format;
  readonly encoding: Encoding;
  readonly receivedAtMs: number;
  /** 16 bytes that name the request by its content. */
  readonly hash: Buffer;
  readonly body: Buffer;
  /** Which data points went to overflow series (docs/adr/0006); undefined: none, as nearly always. */
  readonly placements?: Buffer | undefined;
}

/*
 * A record on disk, numbers little-endian:
 *
 *   magic 8 │ crc32 4 │ content length 4 │ received at, ms 8 │ signal 1 │ format 1 │ encoding 1 │ tail 1 │ hash 16 │ content
 *                     └────────────────────────── the checksum covers this ───────────────────────────────────────────────┘
 *
 * The content is the body; with a tail of 1, the body, the placements and the placements' length 4.
 */
const MAGIC = Buffer.from('\x93NUNCHI\n', 'latin1');
const CRC_AT = 8;
const LENGTH_AT = 12;
const RECEIVED_AT = 16;
const SIGNAL_AT = 24;
const FORMAT_AT = 25;
const ENCODING_AT = 26;
const TAIL_AT = 27;
const HASH_AT = 28;
export const HEADER_BYTES = 44;

/** The record as it stands on disk, in pieces; the body is not copied. */
export function recordPieces(record: JournalRecord): readonly Buffer[] {
  const { body, placements } = record;
  if (!placements) return [recordHeader(record, [body], 0), body];
  const length = Buffer.alloc(4);
  length.writeUInt32LE(placements.length);
  const content = [body, placements, length];
  return [recordHeader(record, content, 1), ...content];
}

function recordHeader(record: JournalRecord, content: readonly Buffer[], tail: 0 | 1): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header);
  const length = content.reduce((sum, piece) => sum + piece.length, 0);
  header.writeUInt32LE(length, LENGTH_AT);
  header.writeBigUInt64LE(BigInt(record.receivedAtMs), RECEIVED_AT);
  header[SIGNAL_AT] = SIGNALS.indexOf(record.signal);
  header[FORMAT_AT] = FORMATS.indexOf(record.format);
  header[ENCODING_AT] = ENCODINGS.indexOf(record.encoding);
  header[TAIL_AT] = tail;
  record.hash.copy(header, HASH_AT);
  let checksum = crc32(header.subarray(LENGTH_AT));
  for (const piece of content) checksum = crc32(piece, checksum);
  header.writeUInt32LE(checksum, CRC_AT);
  return header;
}

/** Bytes of a journal in which no record could be recognised. */
export interface Damage {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds the records in the bytes of a segment. What is damaged is passed over: reading goes on
 * at the next place where a record begins and its checksum is right.
 */
export function readRecords(bytes: Buffer): { records: JournalRecord[]; damage: Damage[] } {
  const records: JournalRecord[] = [];
  const damage: Damage[] = [];
  let position = 0;
  let damagedFrom = -1;
  while (position < bytes.length) {
    const end = endOfRecord(bytes, position);
    const record = end === undefined ? undefined : recordAt(bytes, position, end);
    if (record && end !== undefined) {
      if (damagedFrom >= 0) damage.push({ start: damagedFrom, end: position });
      damagedFrom = -1;
      records.push(record);
      position = end;
      continue;
    }
    if (damagedFrom < 0) damagedFrom = position;
    const next = bytes.indexOf(MAGIC, position + 1);
    position = next < 0 ? bytes.length : next;
  }
  if (damagedFrom >= 0) damage.push({ start: damagedFrom, end: bytes.length });
  return { records, damage };
}

/** Where the record ends that begins here and is whole; undefined when none does. */
function endOfRecord(bytes: Buffer, at: number): number | undefined {
  if (at + HEADER_BYTES > bytes.length) return undefined;
  if (bytes.compare(MAGIC, 0, MAGIC.length, at, at + MAGIC.length) !== 0) return undefined;
  const end = at + HEADER_BYTES + bytes.readUInt32LE(at + LENGTH_AT);
  if (end > bytes.length) return undefined;
  if (crc32(bytes.subarray(at + LENGTH_AT, end)) !== bytes.readUInt32LE(at + CRC_AT)) {
    return undefined;
  }
  return end;
}

function recordAt(bytes: Buffer, at: number, end: number): JournalRecord | undefined {
  const signal = SIGNALS[bytes[at + SIGNAL_AT] as number];
  const format = FORMATS[bytes[at + FORMAT_AT] as number];
  const encoding = ENCODINGS[bytes[at + ENCODING_AT] as number];
  if (!signal || !format || !encoding) return undefined;
  return {
    signal,
    format,
    encoding,
    receivedAtMs: Number(bytes.readBigUInt64LE(at + RECEIVED_AT)),
    hash: bytes.subarray(at + HASH_AT, at + HASH_AT + 16),
    ...contentAt(bytes, at, end),
  };
}

function contentAt(
  bytes: Buffer,
  at: number,
  end: number,
): Pick<JournalRecord, 'body' | 'placements'> {
  const start = at + HEADER_BYTES;
  if (bytes[at + TAIL_AT] === 0) return { body: bytes.subarray(start, end) };
  const placementsEnd = end - 4;
  const bodyEnd = placementsEnd - bytes.readUInt32LE(placementsEnd);
  return {
    body: bytes.subarray(start, bodyEnd),
    placements: bytes.subarray(bodyEnd, placementsEnd),
  };
}
