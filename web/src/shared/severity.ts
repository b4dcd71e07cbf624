export const SEVERITIES = [
  { name: 'trace', minimum: 1, label: 'TRACE' },
  { name: 'debug', minimum: 5, label: 'DEBUG' },
  { name: 'info', minimum: 9, label: 'INFO' },
  { name: 'warn', minimum: 13, label: 'WARN' },
  { name: 'error', minimum: 17, label: 'ERROR' },
  { name: 'fatal', minimum: 21, label: 'FATAL' },
] as const;

export type SeverityName = (typeof SEVERITIES)[number]['name'] | 'none';

/** The name of an OTLP severity number: four numbers to a name, 0 for none given. */
export function severityName(severityNumber: number): SeverityName {
  return SEVERITIES.findLast(({ minimum }) => severityNumber >= minimum)?.name ?? 'none';
}

/** What to write beside a record: the name, else the text that the sender used, else a dash. */
export function severityLabel(severityNumber: number, severityText: string): string {
  const known = SEVERITIES.findLast(({ minimum }) => severityNumber >= minimum);
  if (known) return known.label;
  return severityText === '' ? '–' : severityText.toUpperCase().slice(0, 8);
}
