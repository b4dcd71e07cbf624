import { formatBytes } from '../../../shared/format/bytes.ts';
import { formatDuration } from '../../../shared/format/duration.ts';
import { formatRate } from '../../../shared/format/number.ts';

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

/** How the values of a chart and those of its axis are written. */
export interface Format {
  readonly value: (value: number) => string;
  readonly axis: (value: number) => string;
  /** Steps of the axis are powers of two, as is fit for bytes. */
  readonly binary?: boolean;
}

export const RATE: Format = {
  value: (value) => formatRate(value, 1000),
  axis: (value) => `${compact.format(value)}/s`,
};
export const BYTES: Format = { value: formatBytes, axis: formatBytes, binary: true };
export const BYTES_RATE: Format = {
  value: (value) => `${formatBytes(value)}/s`,
  axis: (value) => `${formatBytes(value)}/s`,
  binary: true,
};
export const COUNT: Format = { value: compact.format, axis: compact.format };
export const MILLISECONDS: Format = { value: formatDuration, axis: axisDuration };
export const CORES: Format = { value: percentOfCore, axis: percentOfCore };

/** On an axis, digits that are always zero are only in the way. */
function axisDuration(ms: number): string {
  if (ms === 0) return '0';
  return ms < 1000 ? `${compact.format(ms)} ms` : `${compact.format(ms / 1000)} s`;
}

function percentOfCore(cores: number): string {
  const percent = cores * 100;
  return `${percent.toFixed(percent > 0 && percent < 10 ? 1 : 0)} %`;
}

/** A value, or a dash where nothing was measured. */
export const orDash = (value: number | null, format: (value: number) => string): string =>
  value === null ? '–' : format(value);
