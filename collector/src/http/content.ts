import type { IncomingHttpHeaders } from 'node:http';
import { ENCODINGS, type Encoding, type Format } from '../otlp/encoding.ts';
import { CONTENT_TYPES } from './answers.ts';
import { UnsupportedError } from './errors.ts';

export function knownFormat(headers: IncomingHttpHeaders): Format | undefined {
  const given = headers['content-type'];
  if (given === CONTENT_TYPES.protobuf) return 'protobuf';
  const type = given?.split(';', 1)[0]?.trim().toLowerCase();
  if (type === CONTENT_TYPES.protobuf) return 'protobuf';
  return type === CONTENT_TYPES.json ? 'json' : undefined;
}

/** Throws {@link UnsupportedError}. */
export function formatOf(headers: IncomingHttpHeaders): Format {
  const format = knownFormat(headers);
  if (format) return format;
  const given = headers['content-type'] ?? 'none';
  throw new UnsupportedError(
    `content type ${given} is not supported: use ${Object.values(CONTENT_TYPES).join(' or ')}`,
  );
}

/** One layer of encoding, and one that OTLP knows; throws {@link UnsupportedError}. */
export function encodingOf(headers: IncomingHttpHeaders): Encoding {
  const given = headers['content-encoding']?.trim().toLowerCase() || 'identity';
  const encoding = ENCODINGS.find((name) => name === given);
  if (encoding) return encoding;
  throw new UnsupportedError(
    `content encoding ${given} is not supported: use ${ENCODINGS.join(', ')}`,
  );
}

/** The declared length of the body; undefined for a chunked one. */
export function declaredLength(headers: IncomingHttpHeaders): number | undefined {
  const given = headers['content-length'];
  if (given !== undefined) return Number(given); // node lets only digits pass
  return headers['transfer-encoding'] === undefined ? 0 : undefined;
}
