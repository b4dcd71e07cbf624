import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPayment, TestLoop } from '../testing/loop.ts';
import { RAILS } from './rails.ts';
import { reconcile } from './reconcile.ts';

let loop: TestLoop;
beforeEach(async () => {
  loop = await TestLoop.start();
});
afterEach(() => loop.close());

/** Two checkouts that call the payment service, slowly. */
async function slowShop(mode: 'auto' | 'approve' | 'dry-run', seconds = 60) {
  const agents = [loop.agent('checkout-1'), loop.agent('checkout-2')] as const;
  await loop.calls('checkout', 60, 1_600);
  await loop.rule(openPayment(mode, seconds));
  await loop.round();
  await loop.alarm();
  return agents;
}

describe('auto', () => {
  it('started → applied → verified → ended, breakers on its chain, all once', async () => {
    const agents = await slowShop('auto');
    expect(await loop.round()).toEqual(['action.started']);
    expect(loop.action).toMatchObject({
      callers: ['checkout'],
      addresses: ['127.0.0.1:4412'],
      slowCallMs: 500,
      forMs: 60_000,
    });
    expect((await loop.until('action.applied')).sort()).toEqual([
      'action.applied',
      'breaker.open',
      'breaker.open',
    ]);
    expect(loop.action.targets).toMatchObject([
      { instance: 'checkout-1', state: 'applied', breaker: 'open' },
      { instance: 'checkout-2', state: 'applied', breaker: 'open' },
    ]);
    loop.clock += 50_000;
    await loop.calls('checkout', 50, 38);
    expect(await loop.until('action.verified')).toEqual(['action.verified']);
    expect(loop.action.verification).toMatchObject({ verdict: 'helped', effectSize: 1 });
    expect(loop.action.reason).toMatch(
      /^p95 of checkout fell from 1.6 s to 38 ms \(median of \d+ and \d+ steps of 1 s\), p < 0.001, effect 1.00: it helped$/,
    );
    expect(await loop.until('action.ended')).toEqual(['action.ended']);
    expect(loop.clock - (loop.action.startedAt ?? 0)).toBe(60_000);
    await loop.round();
    for (const agent of agents) agent.breaker = 'closed';
    await loop.round();
    const chain = 'f00d@1760000000000';
    const events = await loop.store.rows<{ type: string; chain: string; cause: string }>(
      `SELECT type, chain, cause FROM control_events WHERE type NOT LIKE 'instance.%' ORDER BY sequence`,
    );
    expect(events.every((event) => event.chain === chain)).toBe(true);
    expect(events.slice(1).every(({ cause }) => Number(cause) > 0)).toBe(true);
    expect(events.map(({ type }) => type)).toEqual([
      'alarm.firing',
      'action.started',
      'breaker.open',
      'breaker.open',
      'action.applied',
      'action.verified',
      'action.ended',
      'breaker.half-open',
      'breaker.half-open',
      'breaker.closed',
      'breaker.closed',
    ]);
    expect(await loop.round()).toEqual([]);
  });

  it('applied → verified without effect → rolled back, in one go', async () => {
    await slowShop('auto');
    await loop.until('action.applied');
    loop.clock += 50_000;
    await loop.calls('checkout', 50, 1_600);
    expect(await loop.until('action.rolled-back')).toEqual([
      'action.verified',
      'action.rolled-back',
    ]);
    expect(loop.action.reason).toBe('it had no effect; a person should look');
    expect(loop.action.verification?.verdict).toBe('no-effect');
  });

  it('applied → too little to judge → kept until its end', async () => {
    await slowShop('auto', 10);
    await loop.until('action.applied');
    expect(await loop.until('action.ended')).toEqual(['action.verified', 'action.ended']);
    expect(loop.action.verification?.verdict).toBe('inconclusive');
  });

  it('started → refused by every agent → failed, and taken from what is wanted', async () => {
    const agents = await slowShop('auto');
    for (const agent of agents) agent.refuses = true;
    expect(await loop.until('action.failed')).toEqual(['action.started', 'action.failed']);
    expect(loop.action.reason).toBe(
      'checkout-1: not allowed here and checkout-2: not allowed here',
    );
  });

  it('started → no word of it in 30 s → failed', async () => {
    const agents = await slowShop('auto');
    for (const agent of agents) agent.deaf = true;
    expect(await loop.until('action.failed')).toEqual(['action.started', 'action.failed']);
    expect(loop.clock - (loop.action.startedAt ?? 0)).toBe(30_000);
    expect(loop.action.reason).toBe('2 instances did not answer in time');
  });

  it('started → every instance falls silent → failed', async () => {
    const agents = await slowShop('auto');
    await loop.round();
    for (const agent of agents) agent.silent = true;
    loop.clock += 15_000;
    await loop.until('action.failed');
    expect(loop.action.reason).toBe('every instance is gone');
  });

  it('started → one applied, one gone → applied', async () => {
    const [, second] = await slowShop('auto');
    await loop.round();
    second.leaves = true;
    await loop.until('action.applied');
    expect(loop.action.targets.map(({ state }) => state)).toEqual(['applied', 'gone']);
  });

  it('an instance that comes later gets it too', async () => {
    await slowShop('auto');
    await loop.until('action.applied');
    const late = loop.agent('checkout-3');
    await loop.round();
    expect(late.breaker).toBe('open');
  });

  it('an alarm that cannot be judged, or clears, is not acted on until it can', async () => {
    await slowShop('auto');
    await loop.alarm({ evaluation: 'no-data' });
    expect(await loop.round()).toEqual([]);
    await loop.alarm({ evaluation: 'error' });
    expect(await loop.round()).toEqual([]);
    await loop.alarm({ clearSince: loop.clock });
    expect(await loop.round()).toEqual([]);
    await loop.alarm();
    expect(await loop.round()).toEqual(['action.started']);
  });

  it('nobody calls the peer → refused', async () => {
    await loop.rule(openPayment('auto'));
    await loop.alarm();
    expect(await loop.round()).toEqual(['action.refused']);
    expect(loop.action.reason).toBe('no service was seen calling payment in the last 10 minutes');
  });

  it('no caller can be told → refused', async () => {
    loop.agent('checkout-1', { accepts: false });
    await loop.calls('checkout', 5, 1_600);
    await loop.rule(openPayment('auto'));
    await loop.round();
    await loop.alarm();
    expect(await loop.round()).toEqual(['action.refused']);
    expect(loop.action.reason).toBe(
      'no instance of checkout is connected and accepts remote configuration',
    );
  });
});

describe('dry-run', () => {
  it('says exactly what would have been done, once', async () => {
    await slowShop('dry-run');
    expect(await loop.round()).toEqual(['action.dry-run']);
    expect([...loop.log.state.action.values()][0]?.summary).toBe(
      'Would have opened the breakers towards payment (127.0.0.1:4412) in 2 instances of checkout ' +
        '(checkout-1 and checkout-2) for 60 s; the rule only tries dry.',
    );
    expect(await loop.round()).toEqual([]);
  });
});

describe('approve', () => {
  it('waiting → approved → started', async () => {
    await slowShop('approve');
    expect(await loop.round()).toEqual(['action.waiting']);
    expect(await loop.round()).toEqual([]);
    await loop.decide('approve', 'go');
    expect(await loop.round()).toEqual(['action.started']);
    expect(loop.action).toMatchObject({
      reason: 'approved by ada (go)',
      decision: { word: 'approve', by: 'ada' },
    });
  });
  it('waiting → rejected, and stays so', async () => {
    await slowShop('approve');
    await loop.round();
    await loop.decide('reject');
    expect(await loop.round()).toEqual(['action.rejected']);
    await loop.decide('approve');
    expect(await loop.round()).toEqual([]);
  });
  it('waiting → nobody speaks → expired; a word after that does nothing', async () => {
    await slowShop('approve');
    await loop.round();
    loop.clock += RAILS.approvalExpiresAfterMs;
    expect(await loop.round()).toContain('action.expired');
    await loop.decide('approve');
    expect(await loop.round()).toEqual([]);
  });
  it('waiting → the alarm resolves → expired', async () => {
    await slowShop('approve');
    await loop.round();
    await loop.alarm({ state: 'resolved', resolvedAt: loop.clock });
    expect(await loop.round()).toEqual(['action.expired']);
    expect(loop.action.reason).toBe('its alarm is over');
  });
  it('waiting → approved while the kill switch is engaged → refused', async () => {
    await slowShop('approve');
    await loop.round();
    await loop.killSwitch(true);
    await loop.decide('approve');
    expect(await loop.round()).toEqual(['kill-switch.on', 'action.refused']);
    expect(loop.action.reason).toBe(
      'approved by ada, but the kill switch is engaged by ada: drill',
    );
  });
});

describe('taken back', () => {
  it('applied → a person says so → rolled back, and the agents are told', async () => {
    const [first] = await slowShop('auto');
    await loop.until('action.applied');
    await loop.decide('rollback', 'too early');
    expect(await loop.round()).toEqual(['action.rolled-back']);
    expect(loop.action.reason).toBe('taken back by ada (too early)');
    await loop.round();
    expect(first.breaker).toBe('half-open');
  });
  it('applied → kill switch → rolled back; released → nothing comes back', async () => {
    await slowShop('auto');
    await loop.until('action.applied');
    await loop.killSwitch(true);
    expect(await loop.round()).toEqual(['kill-switch.on', 'action.rolled-back']);
    expect(loop.action.reason).toBe('the kill switch is engaged by ada: drill');
    await loop.round();
    await loop.killSwitch(false);
    expect(await loop.round()).toContain('kill-switch.off');
    expect(await loop.round()).toEqual([]);
  });
  it('kill switch cannot be read → nothing is done, until it can', async () => {
    await slowShop('auto');
    await loop.round(0);
    const { store } = loop;
    const rows: typeof store.rows = async (sql, parameters, options) => {
      if (JSON.stringify(parameters).includes('kill-switch')) throw new Error('away');
      return store.rows(sql, parameters, options);
    };
    await loop.decide('rollback');
    await loop.context.documents.refresh();
    await expect(reconcile({ ...loop.context, store: { ...store, rows } })).rejects.toThrow('away');
    expect(loop.action.state).toBe('started');
    expect(await loop.round()).toContain('action.rolled-back');
  });
  it('kill switch before → refused', async () => {
    await slowShop('auto');
    await loop.killSwitch(true);
    expect(await loop.round()).toEqual(['kill-switch.on', 'action.refused']);
  });
});

describe('the loop is killed and comes back', () => {
  it('after every round: the same story as without', async () => {
    await slowShop('auto');
    const story: string[] = [];
    const rounds = async (count: number) => {
      for (let round = 0; round < count; round += 1) {
        await loop.restart();
        story.push(...(await loop.round()));
      }
    };
    await rounds(4);
    loop.clock += 46_000;
    await loop.calls('checkout', 46, 38);
    await rounds(14);
    expect(story).toEqual([
      'action.started',
      'breaker.open',
      'breaker.open',
      'action.applied',
      'action.verified',
      'action.ended',
      'breaker.half-open',
      'breaker.half-open',
    ]);
    expect(loop.action.verification?.verdict).toBe('helped');
  });
  it('and another one works beside it: nothing twice', async () => {
    await slowShop('auto');
    const other = new TestLoop(loop.store);
    other.clock = loop.clock;
    await other.restart();
    await loop.context.documents.refresh();
    await other.context.documents.refresh();
    const both = await Promise.all([reconcile(loop.context), reconcile(other.context)]);
    expect(both.flat().map(({ type }) => type)).toHaveLength(1);
    expect(other.action.id).toBe(loop.action.id);
  });
  it('while it waits: the approval counts', async () => {
    await slowShop('approve');
    await loop.round();
    await loop.decide('approve');
    await loop.restart();
    expect(await loop.round()).toEqual(['action.started']);
  });
  it('while the time runs out: judged on what is stored, and ended', async () => {
    await slowShop('auto');
    await loop.until('action.applied');
    loop.clock += 120_000;
    await loop.calls('checkout', 120, 38);
    await loop.restart();
    const story = await loop.round();
    expect(story.filter((type) => type.startsWith('action.'))).toEqual([
      'action.verified',
      'action.ended',
    ]);
    expect(loop.action.verification?.verdict).toBe('helped');
  });
});
