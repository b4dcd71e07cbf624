interface Missing {
  readonly minutes: number;
  readonly spans: number;
}

/** What of the edges is missing, in words; null: nothing is. */
export function incompleteness(
  ...ranges: readonly (Missing | undefined)[]
): { minutes: number; reason: string } | null {
  const sum = (of: keyof Missing) => ranges.reduce((all, missing) => all + (missing?.[of] ?? 0), 0);
  const minutes = sum('minutes');
  if (minutes === 0) return null;
  const spans = sum('spans').toLocaleString('en');
  const reason = `The calls of ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} (${spans} spans) are not summed up yet: the control loop does that, newest first. Ask again later.`;
  return { minutes, reason };
}
