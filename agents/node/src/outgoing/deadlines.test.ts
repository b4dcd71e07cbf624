import { describe, expect, it, vi } from 'vitest';
import { Deadlines, type Timed } from './deadlines.ts';

class Named implements Timed {
  dueAt = 0;
  earlier: Timed | null = null;
  later: Timed | null = null;
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

function list(ms = 100) {
  let now = 0;
  const expired: string[] = [];
  const deadlines = new Deadlines<Named>(
    ms,
    () => now,
    ({ name }) => expired.push(name),
  );
  return {
    deadlines,
    expired,
    at(time: number) {
      now = time;
      deadlines.check();
      return expired.splice(0);
    },
  };
}

describe('deadlines', () => {
  it('are over in the order in which they began, each once', () => {
    const { deadlines, at } = list();
    deadlines.start(new Named('a'), 0);
    deadlines.start(new Named('b'), 10);
    deadlines.start(new Named('c'), 10);
    expect(at(99)).toEqual([]);
    expect(at(100)).toEqual(['a']);
    expect(at(110)).toEqual(['b', 'c']);
    expect(at(1_000)).toEqual([]);
    deadlines.stop();
  });

  it('what has ended is never over, wherever it was in the list', () => {
    const { deadlines, at } = list();
    const all = ['a', 'b', 'c'].map((name) => new Named(name));
    for (const timed of all) deadlines.start(timed, 0);
    for (const timed of [all[1], all[0], all[2]]) if (timed) deadlines.end(timed);
    expect(at(1_000)).toEqual([]);
    deadlines.stop();
  });

  it('what begins anew has all its time', () => {
    const { deadlines, at } = list();
    const again = new Named('again');
    deadlines.start(again, 0);
    deadlines.start(new Named('other'), 0);
    deadlines.start(again, 50);
    expect(at(100)).toEqual(['other']);
    expect(at(150)).toEqual(['again']);
    deadlines.stop();
  });

  it('one timer wakes for all, and only while there is something to wait for', () => {
    vi.useFakeTimers();
    const timed = new Deadlines<Named>(100, Date.now, ({ name }) => expired.push(name));
    const expired: string[] = [];
    timed.start(new Named('a'), Date.now());
    vi.advanceTimersByTime(60);
    timed.start(new Named('b'), Date.now());
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(40);
    expect(expired).toEqual(['a']);
    vi.advanceTimersByTime(60);
    expect(expired).toEqual(['a', 'b']);
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });
});
