import { describe, expect, it } from 'vitest';
import type { PeerStatus } from '../breakers/peers.ts';
import { health, instanceUid } from './report.ts';

function peers(count: number, state: PeerStatus['state']): PeerStatus[] {
  return Array.from({ length: count }, (_, port) => ({
    host: state,
    port,
    key: `${state}:${port}`,
    state,
    reason: '',
  }));
}

describe('health', () => {
  it('of too many peers: all that are not closed, then those called last', () => {
    const { componentHealthMap } = health(1n, [...peers(10, 'open'), ...peers(500, 'closed')]);
    const names = Object.keys(componentHealthMap ?? {});
    expect(names).toHaveLength(200);
    expect(names.filter((name) => name.startsWith('breaker/open:'))).toHaveLength(10);
    expect(names).toContain('breaker/closed:499');
    expect(names).not.toContain('breaker/closed:0');
  });
});

describe('the instance uid', () => {
  it.each([
    ['0199aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee', true],
    ['pod-7', false],
    ['00000000-0000-0000-0000-000000000000', false],
  ])('%s is one: %s', (id, isOne) => {
    expect(instanceUid({ 'service.instance.id': id })).toBe(isOne ? id : undefined);
  });
});
