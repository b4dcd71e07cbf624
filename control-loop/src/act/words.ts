import type { ActionSnapshot, ActionTarget } from '@nunchi/store/control/snapshots';

/** `checkout`, `checkout and gateway`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

export function seconds(ms: number): string {
  return `${ms / 1_000} s`;
}

/** `the breakers towards payment (127.0.0.1:4412) in 2 instances of checkout (a, b) for 60 s` */
export function whatItDoes({ peer, addresses, targets, callers, forMs }: ActionSnapshot): string {
  const where = `${counted(targets.length, 'instance')} of ${listed(callers)}`;
  const names = listed(targets.map(({ instance, instanceUid }) => instance || instanceUid));
  return `the breakers towards ${peer} (${listed(addresses)}) in ${where} (${names}) for ${seconds(forMs)}`;
}

/** `2 open, 1 half-open` */
export function breakersInWords(targets: readonly ActionTarget[]): string {
  const states = ['open', 'half-open', 'closed', 'unknown'] as const;
  const counts = states.map((state) => [
    targets.filter(({ breaker }) => breaker === state).length,
    state,
  ]);
  return (
    counts
      .filter(([count]) => count !== 0)
      .map((pair) => pair.join(' '))
      .join(', ') || 'no instance is left'
  );
}
