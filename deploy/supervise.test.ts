import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Part } from './parts.ts';
import { createStack } from './stack.ts';
import { BACKOFF, nextDelayMs, type Supervised, supervise } from './supervise.ts';

const QUICK = { firstMs: 10, mostMs: 40, calmMs: 60_000 };
const running: Supervised[] = [];

/** A supervised test part, and what happened to it, in order. */
function part(behaviour: string, name = 'part') {
  const seen: string[] = [];
  const pids: number[] = [];
  const description: Part = {
    name,
    script: join(import.meta.dirname, 'testing/part.ts'),
    port: 0,
    stopLimitMs: 300,
    sources: [],
  };
  const env = { ...process.env, PART_BEHAVIOUR: behaviour };
  const supervised = supervise(
    description,
    env,
    {
      line: (_part, text) => seen.push(text),
      started: (_part, pid) => pids.push(pid),
      crashed: (_part, why) => seen.push(`crashed: ${why.join('; ')}`),
      recovered: () => seen.push('recovered'),
    },
    QUICK,
  );
  running.push(supervised);
  return { supervised, seen, pids };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(10);
}

const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

afterEach(async () => {
  await Promise.all(running.splice(0).map((supervised) => supervised.stop()));
});

describe('supervise', () => {
  it('starting → failed: throws the line that the process wrote, without the noise', async () => {
    await expect(part('fails').supervised.start()).rejects.toMatchObject({
      lines: ['nunchi part: port 1 is in use'],
    });
  });

  it('starting → failed: names the error of a process that threw', async () => {
    await expect(part('throws').supervised.start()).rejects.toThrow(
      'nunchi part: ended with exit code 1: TypeError: nothing is here',
    );
  });

  it('running → crashed → running: another process takes its place', async () => {
    const { supervised, seen, pids } = part('works');
    await supervised.start();
    supervised.keepAlive();
    process.kill(pids[0] as number, 'SIGKILL');
    await until(() => seen.includes('recovered'));
    expect(seen).toContain('crashed: nunchi part: ended by SIGKILL');
    expect(pids).toHaveLength(2);
    expect(alive(pids[1] as number)).toBe(true);
  });

  it('running → lost, when it ends while others still start', async () => {
    const { supervised, pids } = part('works');
    await supervised.start();
    process.kill(pids[0] as number, 'SIGKILL');
    await expect(supervised.lost).rejects.toThrow('nunchi part: ended by SIGKILL');
    expect(pids).toHaveLength(1);
  });

  it('running → restarted: asked to, at once and without a crash', async () => {
    const { supervised, seen, pids } = part('works');
    await supervised.start();
    supervised.keepAlive();
    await supervised.restart();
    await until(() => seen.includes('recovered'));
    expect(seen.join()).not.toContain('crashed');
    expect(pids).toHaveLength(2);
  });

  it('running → stopped: ends in order', async () => {
    const { supervised, pids } = part('works');
    await supervised.start();
    supervised.keepAlive();
    expect((await supervised.stop())?.exit).toEqual({ code: 0, signal: null });
    expect(alive(pids[0] as number)).toBe(false);
    expect(await supervised.stop()).toBeUndefined();
  });

  it('running → killed: when it does not stop in its time', async () => {
    const { supervised } = part('deaf');
    await supervised.start();
    const stopped = await supervised.stop();
    expect(stopped?.exit.signal).toBe('SIGKILL');
    expect(stopped?.tookMs).toBeGreaterThan(250);
  });
});

describe('nextDelayMs', () => {
  it.each([
    ['the first crash', 0, 10, 1_000],
    ['the second', 1_000, 10, 2_000],
    ['the most', 20_000, 10, 30_000],
    ['after a calm time', 30_000, 60_000, 1_000],
  ])('%s', (_name, last, ran, expected) => {
    expect(nextDelayMs(last, ran, BACKOFF)).toBe(expected);
  });
});

describe('createStack', () => {
  it('stops what has started, last first, when one cannot start', async () => {
    const first = part('works', 'first');
    const second = part('slow', 'second');
    const third = part('fails', 'third');
    const stack = createStack(
      [[first.supervised], [second.supervised, third.supervised]],
      () => undefined,
    );
    await expect(stack.start()).rejects.toThrow('port 1 is in use');
    const stopped: string[] = [];
    await stack.stop(({ name }) => stopped.push(name));
    expect(stopped).toEqual(['second', 'first']);
    expect([...first.pids, ...second.pids, ...third.pids].filter(alive)).toEqual([]);
  });

  it('can be stopped while it starts', async () => {
    const slow = part('slow');
    const stack = createStack([[slow.supervised]], () => undefined);
    const started = stack.start();
    started.catch(() => undefined);
    await stack.stop();
    expect(slow.pids.filter(alive)).toEqual([]);
  });
});
