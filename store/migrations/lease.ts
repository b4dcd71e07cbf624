import type { Store } from '../client.ts';

const LEASE_SECONDS = 30;
/** Of the lease's length; a step may take longer than the lease. */
const RENEWED_AFTER = 1 / 3;
const POLL_MS = 100;

interface Lease {
  epoch: number;
  owner: string;
  free: 0 | 1;
}

/**
 * Runs `work` while this process alone holds the lease for changing the schema. ClickHouse has
 * no locks, but an insert with a deduplication token is a compare-and-set: of all that insert
 * epoch n, the first one wins and the others are dropped. A lease that is not renewed runs out,
 * by the server's clock. It is renewed while the work goes on; `work` calls `renew` before each step
 * besides, which throws when the lease is lost.
 */
export async function holdLease<T>(
  store: Store,
  owner: string,
  pause: (ms: number) => Promise<unknown>,
  work: (renew: () => Promise<void>) => Promise<T>,
  seconds = LEASE_SECONDS,
): Promise<T> {
  await store.command(`
    CREATE TABLE IF NOT EXISTS schema_lease
    (epoch UInt32, owner String, until DateTime64(3, 'UTC'))
    ENGINE = MergeTree ORDER BY epoch
    SETTINGS non_replicated_deduplication_window = 1000`);
  for (;;) {
    const last = await readLease(store);
    if (last.free) {
      const epoch = last.epoch + 1;
      await writeLease(store, epoch, owner, seconds, `epoch ${epoch}`);
      if ((await readLease(store)).owner === owner) {
        return run(store, epoch, owner, seconds, work);
      }
    }
    await pause(POLL_MS);
  }
}

async function run<T>(
  store: Store,
  epoch: number,
  owner: string,
  seconds: number,
  work: (renew: () => Promise<void>) => Promise<T>,
): Promise<T> {
  let renewal = 0;
  const renew = async (): Promise<void> => {
    const lease = await readLease(store);
    if (lease.owner !== owner || lease.free) throw new Error('lost the lease for migrations');
    renewal += 1;
    await writeLease(store, epoch, owner, seconds, `${owner} ${renewal}`);
  };
  // What fails here fails again before the next step, where somebody hears of it.
  const timer = setInterval(
    () => void renew().catch(() => undefined),
    seconds * 1_000 * RENEWED_AFTER,
  );
  try {
    return await work(renew);
  } finally {
    clearInterval(timer);
    await writeLease(store, epoch, '', 0, `${owner} done`);
  }
}

/** The newest epoch's owner; free when it was given up or has run out. */
async function readLease(store: Store): Promise<Lease> {
  const [row] = await store.rows<Lease>(`
    SELECT epoch, anyIf(lease.owner, lease.owner != '') AS owner,
      countIf(lease.owner = '') > 0 OR max(until) < now64(3) AS free
    FROM schema_lease AS lease GROUP BY epoch ORDER BY epoch DESC LIMIT 1`);
  return row ?? { epoch: 0, owner: '', free: 1 };
}

async function writeLease(
  store: Store,
  epoch: number,
  owner: string,
  seconds: number,
  token: string,
): Promise<void> {
  await store.command(
    `INSERT INTO schema_lease SETTINGS async_insert = 0, insert_deduplication_token = {token:String}
     SELECT {epoch:UInt32}, {owner:String}, now64(3) + toIntervalSecond({seconds:UInt32})`,
    { epoch, owner, seconds, token },
  );
}
