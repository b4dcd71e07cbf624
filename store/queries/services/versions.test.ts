import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../client.ts';
import { createTestStore } from '../../testing/store.ts';
import { insert } from '../testing/insert.ts';
import type { TimeRange } from '../time.ts';
import type { Scope } from './scope.ts';
import { serviceVersions } from './versions.ts';

const MINUTE = 60_000_000_000n;
/** Half past an hour. */
const BEGIN = 1_760_002_200_000_000_000n;
const at = (minutes: number): string =>
  String(BEGIN + BigInt(Math.round(minutes * 60)) * (MINUTE / 60n));
const between = (from: number, to: number): TimeRange => ({
  from: BigInt(at(from)),
  to: BigInt(at(to)),
});

let store: Store;
beforeAll(async () => {
  store = await createTestStore();
  let id = 0;
  const heard = (service: string, version: string, first: number, last: number, more = {}) => ({
    resource_id: String(++id),
    service,
    version,
    instance: `${service}-${id}`,
    first_seen: at(first),
    last_seen: at(last),
    ...more,
  });
  const request = (service: string, version: string, when: number, more = {}) => ({
    start_time: at(when),
    duration_ns: '1000000',
    kind: 2,
    service,
    version,
    ...more,
  });
  await insert(store, 'resources', [
    heard('live', '1', 0.5, 200),
    heard('live', '2', 10.5, 200),
    heard('live', '2', 12, 200),
    heard('live', '3', 100, 200),
    heard('replayed', '1', 5_000, 5_001),
    heard('replayed', '2', 5_000, 5_001),
    heard('silent', '1', 20, 30),
    heard('scoped', '1', 0, 200, { environment: 'test' }),
    heard('scoped', '1', 0, 200, { environment: 'prod' }),
  ]);
  await insert(store, 'spans', [
    request('live', '1', 0.6),
    request('live', '1', 90),
    request('live', '2', 10.7),
    request('live', '2', 150),
    // It began long before anybody asked it something.
    request('live', '3', 120.4),
    // What it calls itself is no request.
    request('live', '3', 110, { kind: 3 }),
    request('replayed', '1', 0.5),
    request('replayed', '1', 40.2),
    request('replayed', '2', 41.5),
    request('replayed', '2', 300),
    request('scoped', '1', 5, { environment: 'test' }),
    request('scoped', '1', 50, { environment: 'prod' }),
  ]);
});
afterAll(() => store.close());

/** The versions, with how many instances and with the minute they came in. */
async function came(service: string, range: TimeRange, scope: Scope = {}): Promise<string[]> {
  const rows = await serviceVersions(store, service, range, scope);
  return rows.map(({ version, instances, firstSeenUnixNano }) => {
    const minutes = Number(BigInt(firstSeenUnixNano) - BigInt(at(0))) / Number(MINUTE);
    return `${version} on ${instances} at ${minutes}`;
  });
}

describe('serviceVersions', () => {
  it('a version that is asked at once came when it was heard of', async () => {
    expect(await came('live', between(0, 60))).toEqual(['1 on 1 at 0.5', '2 on 2 at 10.5']);
  });

  it('a version that was started long before its first request came with that', async () => {
    expect((await came('live', between(60, 200))).at(-1)).toBe('3 on 1 at 120');
  });

  it('records that arrive days later do not move it', async () => {
    const versions = ['1 on 1 at 0', '2 on 1 at 41'];
    expect(await came('replayed', between(0, 60))).toEqual(versions);
    expect(await came('replayed', between(0, 10_000))).toEqual(versions);
  });

  it('when they arrive they are not new', async () => {
    // Nobody looks for the minute of what came in another time.
    expect(await came('replayed', between(4_999, 5_002))).toEqual([
      '1 on 1 at -30',
      '2 on 1 at 30',
    ]);
  });

  it('a version whose last request was before the range did not run in it', async () => {
    expect(await came('replayed', between(40.5, 41))).toEqual(['1 on 1 at 0']);
    expect(await came('replayed', between(42, 60))).toEqual(['2 on 1 at 41']);
    expect(await came('replayed', between(301, 310))).toEqual([]);
  });

  it('without requests, a version came when it was heard of', async () => {
    expect(await came('silent', between(0, 60))).toEqual(['1 on 1 at 20']);
    expect(await came('silent', between(40, 60))).toEqual([]);
  });

  it('in another environment it came at another time', async () => {
    expect(await came('scoped', between(0, 60), { environment: 'prod' })).toEqual(['1 on 1 at 50']);
    expect(await came('scoped', between(0, 60))).toEqual(['1 on 2 at 5']);
  });
});
