const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** A size in its natural unit, three digits at most: `512 B`, `3.42 KiB`, `127 MiB`. */
export function formatBytes(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}
