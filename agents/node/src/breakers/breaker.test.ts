import { describe, expect, it } from 'vitest';
import {
  admit,
  type Breaker,
  force,
  type Forced,
  type Judged,
  NEW_BREAKER,
  type Outcome,
  pass,
  reasonOf,
  record,
  settle,
  type Verdict,
} from './breaker.ts';
import { type BreakerSettings, DEFAULT_SETTINGS } from './settings.ts';

const FORCED: Forced = {
  id: 'a1',
  state: 'open',
  until: 61_000,
  slowCallMs: 500,
  reason: 'payment is slow',
};

/** A breaker that is told what happens, at a time that only the test moves. */
function story(settings: BreakerSettings = DEFAULT_SETTINGS) {
  let breaker: Breaker = NEW_BREAKER;
  let now = 1_000;
  const states: string[] = ['closed'];
  const next = (after: Breaker): void => {
    if (after.state !== breaker.state) states.push(after.state);
    breaker = after;
  };
  const ask = (): Verdict => {
    const { breaker: after, verdict } = admit(breaker, now, settings);
    next(after);
    return verdict;
  };
  return {
    ask,
    call(outcome: Outcome, tookMs = 0): Judged | 'rejected' {
      const verdict = ask();
      if (verdict.kind === 'reject') return 'rejected';
      return this.answer(verdict, outcome, tookMs);
    },
    answer(verdict: Verdict, outcome: Outcome, tookMs = 0): Judged {
      if (verdict.kind === 'reject') throw new Error('The call was rejected.');
      now += tookMs;
      const after = record(breaker, { permit: verdict.permit, outcome, tookMs }, now, settings);
      next(after.breaker);
      return after.judged;
    },
    calls(count: number, outcome: Outcome): void {
      for (let call = 0; call < count; call += 1) this.call(outcome);
    },
    wait(ms: number): void {
      now += ms;
      next(pass(breaker, now, settings));
    },
    force(forced: Forced | null): void {
      next(force(breaker, forced, now));
    },
    settings(changed: Partial<BreakerSettings>): void {
      settings = { ...settings, ...changed };
      next(settle(breaker, settings));
    },
    reason: () => reasonOf(breaker),
    path: () => states.join(' → '),
  };
}

function opened() {
  const peer = story();
  peer.calls(20, 'failure');
  return peer;
}

describe('by its own judgement', () => {
  it('closed: fewer than 20 calls do not open it', () => {
    const peer = story();
    peer.calls(19, 'failure');
    expect(peer.path()).toBe('closed');
  });

  it('closed → open: half of 20 calls failed', () => {
    const peer = story();
    peer.calls(10, 'success');
    peer.calls(10, 'failure');
    expect(peer.path()).toBe('closed → open');
    expect(peer.reason()).toBe('10 of 20 calls within 10 s failed');
    expect(peer.call('success')).toBe('rejected');
  });

  it('closed: less than half failed', () => {
    const peer = story();
    peer.calls(11, 'success');
    peer.calls(10, 'failure');
    expect(peer.path()).toBe('closed');
  });

  it('closed: failures that are older than the window are forgotten', () => {
    const peer = story();
    peer.calls(19, 'failure');
    peer.wait(10_000);
    peer.calls(19, 'failure');
    expect(peer.path()).toBe('closed');
    peer.call('failure');
    expect(peer.path()).toBe('closed → open');
  });

  it('closed: calls that the caller gave up do not count', () => {
    const peer = story();
    peer.calls(100, 'aborted');
    peer.calls(19, 'failure');
    expect(peer.path()).toBe('closed');
  });

  it('open → half-open: after 5 s, not before', () => {
    const peer = opened();
    peer.wait(4_999);
    expect(peer.ask()).toMatchObject({ kind: 'reject', until: 6_000 });
    peer.wait(1);
    expect(peer.path()).toBe('closed → open → half-open');
  });

  it('half-open → closed: two good probes, one at a time', () => {
    const peer = opened();
    peer.wait(5_000);
    const probe = peer.ask();
    expect(probe.kind).toBe('pass');
    expect(peer.ask()).toMatchObject({ kind: 'reject', until: null });
    peer.answer(probe, 'success', 2_000);
    expect(peer.path()).toBe('closed → open → half-open');
    peer.call('success');
    expect(peer.path()).toBe('closed → open → half-open → closed');
    peer.calls(19, 'failure');
    expect(peer.path()).toBe('closed → open → half-open → closed');
  });

  it('half-open → open: a failed probe, after a good one too', () => {
    const peer = opened();
    peer.wait(5_000);
    peer.call('success');
    peer.call('failure');
    expect(peer.path()).toBe('closed → open → half-open → open');
    expect(peer.reason()).toBe('a probe failed');
    peer.wait(4_999);
    expect(peer.call('success')).toBe('rejected');
  });

  it('half-open: a probe that the caller gave up makes room for the next', () => {
    const peer = opened();
    peer.wait(5_000);
    expect(peer.call('aborted')).toBe('aborted');
    expect(peer.ask().kind).toBe('pass');
  });

  it('half-open: a probe that never ends makes room after 30 s, and its late outcome is void', () => {
    const peer = opened();
    peer.wait(5_000);
    const lost = peer.ask();
    peer.wait(30_000);
    expect(peer.ask().kind).toBe('reject');
    peer.wait(1);
    expect(peer.call('success')).toBe('success');
    peer.answer(lost, 'failure');
    expect(peer.path()).toBe('closed → open → half-open');
  });

  it('open: outcomes of calls from before change nothing', () => {
    const peer = story();
    const early = peer.ask();
    peer.calls(20, 'failure');
    peer.answer(early, 'success');
    peer.wait(5_000);
    peer.answer(early, 'failure');
    expect(peer.path()).toBe('closed → open → half-open');
  });

  it('closed: switched off, it stays so; open → closed when it is switched off', () => {
    const off = story({ ...DEFAULT_SETTINGS, enabled: false });
    off.calls(50, 'failure');
    expect(off.path()).toBe('closed');
    const peer = opened();
    peer.settings({ enabled: false });
    expect(peer.path()).toBe('closed → open → closed');
  });
});

describe('forced', () => {
  it('closed → open → half-open → closed: held for its time, then probed', () => {
    const peer = story();
    peer.force(FORCED);
    expect(peer.ask()).toEqual({ kind: 'reject', until: 61_000, reason: 'payment is slow' });
    peer.wait(59_999);
    expect(peer.call('success')).toBe('rejected');
    peer.wait(1);
    peer.calls(2, 'success');
    expect(peer.path()).toBe('closed → open → half-open → closed');
  });

  it('half-open → open: the probe was good but slower than allowed', () => {
    const peer = story();
    peer.force(FORCED);
    peer.wait(60_000);
    expect(peer.call('success', 501)).toBe('slow');
    expect(peer.path()).toBe('closed → open → half-open → open');
    peer.wait(5_000);
    expect(peer.call('success', 501)).toBe('slow');
    peer.wait(5_000);
    expect(peer.call('success', 500)).toBe('success');
    expect(peer.call('success', 100)).toBe('success');
    expect(peer.path()).toMatch(/half-open → closed$/);
  });

  it('half-open → open: a probe that hangs is too slow before it ends', () => {
    const peer = story();
    peer.force(FORCED);
    peer.wait(60_000);
    const probe = peer.ask();
    peer.wait(501);
    expect(peer.path()).toBe('closed → open → half-open → open');
    peer.answer(probe, 'success');
    expect(peer.path()).toBe('closed → open → half-open → open');
  });

  it('open → half-open: withdrawn', () => {
    const peer = story();
    peer.force(FORCED);
    peer.force(null);
    expect(peer.path()).toBe('closed → open → half-open');
    expect(peer.call('success', 501)).toBe('slow');
  });

  it('open: told again, its time does not start anew', () => {
    const peer = story();
    peer.force(FORCED);
    peer.wait(30_000);
    peer.force({ ...FORCED });
    peer.wait(30_000);
    expect(peer.path()).toBe('closed → open → half-open');
  });

  it('half-open: a forced state whose time is up is not taken up again', () => {
    const peer = story();
    peer.force(FORCED);
    peer.wait(60_000);
    peer.force(FORCED);
    expect(peer.path()).toBe('closed → open → half-open');
  });

  it('open: the forced time overrides the local one', () => {
    const peer = opened();
    peer.force(FORCED);
    peer.wait(5_000);
    expect(peer.path()).toBe('closed → open');
    expect(peer.reason()).toBe('payment is slow');
  });

  it('open → closed: forced closed, failures do not open until its time is up', () => {
    const peer = opened();
    peer.force({ ...FORCED, state: 'closed' });
    peer.calls(50, 'failure');
    expect(peer.path()).toBe('closed → open → closed');
    peer.wait(60_000);
    peer.calls(20, 'failure');
    expect(peer.path()).toBe('closed → open → closed → open');
  });

  it('open: holds with breakers switched off', () => {
    const peer = story({ ...DEFAULT_SETTINGS, enabled: false });
    peer.force(FORCED);
    peer.settings({ openMs: 1 });
    expect(peer.call('success')).toBe('rejected');
  });
});
