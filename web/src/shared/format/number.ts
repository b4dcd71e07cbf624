const grouped = new Intl.NumberFormat('en');

export const formatCount = (value: number): string => grouped.format(value);

/** A number of things as words: `1 span`, `1,204 spans`. */
export const countOf = (value: number, one: string, many = `${one}s`): string =>
  `${formatCount(value)} ${value === 1 ? one : many}`;

/** Events over a time as a rate, per second, or per minute or hour when it is low. */
export function formatRate(events: number, overMs: number): string {
  if (events === 0) return '0/s';
  const perSecond = events / (overMs / 1000);
  if (perSecond >= 1) return `${digits(perSecond)}/s`;
  if (perSecond * 60 >= 1) return `${digits(perSecond * 60)}/min`;
  return `${digits(perSecond * 3600)}/h`;
}

function digits(value: number): string {
  if (value >= 1000) return grouped.format(Math.round(value));
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** A share of one as percent; what is small but not nothing does not round to nothing. */
export function formatPercent(share: number): string {
  const percent = share * 100;
  if (percent === 0) return '0%';
  if (percent < 0.1) return '<0.1%';
  if (percent > 99.9 && percent < 100) return '>99.9%';
  return percent >= 99.95 ? '100%' : `${percent.toFixed(percent < 10 ? 1 : 0)}%`;
}
