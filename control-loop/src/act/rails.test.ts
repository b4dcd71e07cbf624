import type { AlarmRule } from '@nunchi/store/alarms/rule';
import type { Document } from '@nunchi/store/control/documents';
import type { ActionSnapshot, AlarmSnapshot, Verification } from '@nunchi/store/control/snapshots';
import { expect, it } from 'vitest';
import { type RegisteredInstance, register, unknownInstance } from '../registry/instance.ts';
import { openPayment, RULE_ID, ruleWith, START } from '../testing/loop.ts';
import type { KillSwitch } from './observations.ts';
import { forbidden } from './rails.ts';

const MINUTE = 60_000;
const NOW = START + 120 * MINUTE;

const document = <Body>(id: string, body: Body, time = START): Document<Body> => {
  return {
    kind: 'alarm-rule',
    id,
    version: 1,
    deleted: false,
    time,
    author: 'ada',
    origin: 'api',
    body,
  };
};
const RULE = document<AlarmRule>(RULE_ID, ruleWith(openPayment('auto')));

function action(change: Partial<ActionSnapshot> = {}): ActionSnapshot {
  return {
    id: 'new',
    kind: 'open-breaker',
    ruleId: RULE_ID,
    ruleName: 'payment is slow',
    fingerprint: 'f00d',
    peer: 'payment',
    addresses: ['127.0.0.1:4412'],
    callers: ['checkout'],
    targets: [
      {
        instanceUid: '01',
        service: 'checkout',
        instance: 'checkout-1',
        state: 'wanted',
        message: '',
        breaker: 'closed',
      },
    ],
    mode: 'auto',
    state: 'refused',
    reason: '',
    forMs: MINUTE,
    slowCallMs: 500,
    proposedAt: NOW,
    expiresAt: null,
    startedAt: null,
    appliedAt: null,
    endsAt: null,
    endedAt: null,
    decision: null,
    verification: null,
    ...change,
  };
}

/** One that ended so many minutes ago, after a minute. */
function past(minutesAgo: number, change: Partial<ActionSnapshot> = {}): ActionSnapshot {
  const endedAt = NOW - minutesAgo * MINUTE;
  const startedAt = endedAt - MINUTE;
  const times = { proposedAt: startedAt, startedAt, endsAt: endedAt, endedAt };
  return action({ id: `past-${minutesAgo}`, state: 'ended', ...times, ...change });
}

function instances(count: number, silent: number, silentMs = MINUTE): RegisteredInstance[] {
  return Array.from({ length: count }, (_, index) => {
    const lastSeen = index < silent ? NOW - silentMs : NOW;
    const instance = { ...unknownInstance(String(index), START), heartbeatSeconds: 5, lastSeen };
    return register(instance, NOW, START);
  });
}

interface Seen {
  readonly of?: Partial<ActionSnapshot>;
  readonly others?: readonly ActionSnapshot[];
  readonly killSwitch?: KillSwitch;
  readonly instances?: readonly RegisteredInstance[];
  readonly evaluation?: AlarmSnapshot['evaluation'];
  readonly rule?: Document<AlarmRule>;
}
function why(seen: Seen = {}): string | undefined {
  return forbidden(
    action(seen.of),
    { evaluation: seen.evaluation ?? 'ok' },
    seen.rule ?? RULE,
    seen.others ?? [],
    {
      now: NOW,
      killSwitch: seen.killSwitch && document('kill-switch', seen.killSwitch),
      instances: seen.instances ?? [],
    },
  );
}
const judged = (verdict: Verification['verdict']) =>
  ({ verification: { verdict } as Verification }) as const;

it('nothing in the way → allowed', () => {
  expect(why()).toBeUndefined();
});

it('kill switch engaged → refused; released → allowed', () => {
  expect(why({ killSwitch: { engaged: true, reason: 'drill' } })).toBe(
    'the kill switch is engaged by ada: drill',
  );
  expect(why({ killSwitch: { engaged: false } })).toBeUndefined();
});

it('no data, error → refused', () => {
  expect(why({ evaluation: 'no-data' })).toMatch(/cannot be judged: there is no data/);
  expect(why({ evaluation: 'error' })).toMatch(/cannot be judged: the last evaluation failed/);
});

it('more than half of four or more instances silent together → refused', () => {
  expect(why({ instances: instances(4, 3) })).toMatch(/^3 of 4 instances stopped/);
  expect(why({ instances: instances(4, 2) })).toBeUndefined();
  expect(why({ instances: instances(3, 3) })).toBeUndefined();
  expect(why({ instances: instances(4, 3, 11 * MINUTE) })).toBeUndefined();
});

it('two failures in a row → quarantine, until the rule is edited or one in between helped', () => {
  const failures = [past(30, judged('no-effect')), past(90, { state: 'failed' })];
  expect(why({ others: failures })).toMatch(/^it failed 2 times in a row/);
  expect(why({ others: failures, rule: { ...RULE, time: NOW - 60 * MINUTE } })).toBeUndefined();
  expect(why({ others: [...failures, past(60, judged('helped'))] })).toBeUndefined();
  expect(why({ others: [past(30, judged('worse')), past(60, judged('worse'))] })).toBeDefined();
  expect(why({ others: failures.map((one) => ({ ...one, ruleId: 'other' })) })).toBeUndefined();
});

it('ten minutes of cool-down for a rule and a peer', () => {
  expect(why({ others: [past(9)] })).toBe(
    'this rule acted towards payment lately and cools down for 1 more min',
  );
  expect(why({ others: [past(10)] })).toBeUndefined();
  expect(why({ others: [past(9, { ruleId: 'other' })] })).toBeUndefined();
});

it('one in flight for a service, caller or called', () => {
  const inFlight = (change: Partial<ActionSnapshot>) =>
    action({ id: 'old', ruleId: 'other', state: 'applied', startedAt: NOW - 1, ...change });
  expect(why({ others: [inFlight({ peer: 'stock' })] })).toBe(
    'another action on checkout is in flight: old of payment is slow',
  );
  expect(why({ others: [inFlight({ callers: ['gateway'] })] })).toMatch(/on payment is in flight/);
  expect(why({ others: [inFlight({ callers: ['gateway'], peer: 'stock' })] })).toBeUndefined();
  expect(why({ others: [inFlight({ peer: 'stock', state: 'waiting' })] })).toBeUndefined();
});

it('three an hour for a service, ten in all', () => {
  const three = [15, 30, 45].map((ago) => past(ago, { ruleId: 'other' }));
  expect(why({ others: three })).toBe(
    '3 actions on checkout were started in the last hour, and 3 is the limit',
  );
  expect(why({ others: [...three.slice(0, 2), past(60, { ruleId: 'other' })] })).toBeUndefined();
  const ten = Array.from({ length: 10 }, (_, index) =>
    past(20 + index, { ruleId: 'other', callers: [`c${index}`], peer: `p${index}` }),
  );
  expect(why({ others: ten })).toBe(
    '10 actions were started in the last hour, and 10 is the limit',
  );
  expect(why({ others: ten.slice(1) })).toBeUndefined();
});

it('nobody to tell → refused', () => {
  expect(why({ of: { targets: [] } })).toMatch(/^no instance of checkout is connected/);
  expect(why({ of: { callers: [], targets: [] } })).toMatch(/^no service was seen calling payment/);
  expect(why({ of: { addresses: [] } })).toBe('at which address payment is called is not known');
  const many = Array.from({ length: 401 }, (_, port) => `h:${port}`);
  expect(why({ of: { addresses: many } })).toMatch(/^payment is called at 401 addresses/);
});
