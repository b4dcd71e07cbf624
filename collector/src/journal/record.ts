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
}

/*
 * A record on disk, numbers little-endian:
 *
 *   magic 8 │ crc32 4 │ body length 4 │ received at, ms 8 │ signal 1 │ format 1 │ encoding 1 │ 0 │ hash 16 │ body
 *                     └────────────────────────── the checksum covers this ──────────────────────────────────┘
 */
const MAGIC = Buffer.from('\x93NUNCHI\n', 'latin1');
const CRC_AT = 8;
const LENGTH_AT = 12;
const RECEIVED_AT = 16;
const SIGNAL_AT = 24;
const FORMAT_AT = 25;
const ENCODING_AT = 26;
const HASH_AT = 28;
export const HEADER_BYTES = 44;

export function recordHeader(record: JournalRecord): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header);
  header.writeUInt32LE(record.body.length, LENGTH_AT);
  header.writeBigUInt64LE(BigInt(record.receivedAtMs), RECEIVED_AT);
  header[SIGNAL_AT] = SIGNALS.indexOf(record.signal);
  header[FORMAT_AT] = FORMATS.indexOf(record.format);
  header[ENCODING_AT] = ENCODINGS.indexOf(record.encoding);
  record.hash.copy(header, HASH_AT);
  header.writeUInt32LE(crc32(record.body, crc32(header.subarray(LENGTH_AT))), CRC_AT);
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
    const record = recordAt(bytes, position);
    if (record) {
      if (damagedFrom >= 0) damage.push({ start: damagedFrom, end: position });
      damagedFrom = -1;
      records.push(record);
      position += HEADER_BYTES + record.body.length;
      continue;
    }
    if (damagedFrom < 0) damagedFrom = position;
    const next = bytes.indexOf(MAGIC, position + 1);
    position = next < 0 ? bytes.length : next;
  }
  if (damagedFrom >= 0) damage.push({ start: damagedFrom, end: bytes.length });
  return { records, damage };
}

function recordAt(bytes: Buffer, at: number): JournalRecord | undefined {
  if (at + HEADER_BYTES > bytes.length) return undefined;
  if (bytes.compare(MAGIC, 0, MAGIC.length, at, at + MAGIC.length) !== 0) return undefined;
  const end = at + HEADER_BYTES + bytes.readUInt32LE(at + LENGTH_AT);
  if (end > bytes.length) return undefined;
  if (crc32(bytes.subarray(at + LENGTH_AT, end)) !== bytes.readUInt32LE(at + CRC_AT)) {
    return undefined;
  }
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
    body: bytes.subarray(at + HEADER_BYTES, end),
  };
}
