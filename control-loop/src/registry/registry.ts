import type { Questionable, Store } from '@nunchi/store';
import { rememberedAgents } from '@nunchi/store/queries/agents/remembered';
import type { AgentToServer, ServerToAgent } from '../opamp/messages.ts';
import { type SessionEvent, type SessionOptions, stepSession, uidText } from '../opamp/session.ts';
import { type Instance, isLiving, register, type RegisteredInstance } from './instance.ts';
import { instanceOf, rowOf } from './rows.ts';

/** A change of a breaker's state that an agent told of. */
export type BreakerChange = Omit<SessionEvent, 'kind'> & {
  readonly instance: Instance;
  /** Epoch milliseconds. */
  readonly at: number;
};

const MOST_INSTANCES = 10_000;
const MOST_PENDING_CHANGES = 10_000;
/** An instance that left or is down is forgotten after this long without a word of it. */
export const FORGET_AFTER_MS = 24 * 3_600_000;
const RETRY_AFTER_MS = 30_000;
const WRITE_EVERY_MS = 5_000;
/** An insert is one string on its way, and an instance may tell a lot of itself. */
const ROWS_OF_AN_INSERT = 500;

/** The agents that speak OpAMP with this loop, in memory, and what of it is not yet stored. */
export class InstanceRegistry {
  readonly #instances: Map<string, Instance>;
  readonly #now: () => number;
  readonly #most: number;
  readonly #unwritten = new Set<string>();
  #urgent = false;
  #writtenAt = 0;
  #changes: readonly BreakerChange[] = [];
  #droppedChanges = 0;
  /** Epoch milliseconds; nobody was heard before. */
  readonly startedAt: number;

  constructor(now: () => number, instances: readonly Instance[] = [], most = MOST_INSTANCES) {
    this.#now = now;
    this.#most = most;
    this.startedAt = now();
    this.#instances = new Map(instances.map((instance) => [instance.instanceUid, instance]));
  }

  /** The registry as an earlier process left it. */
  static async load(store: Questionable, now: () => number): Promise<InstanceRegistry> {
    const rows = await rememberedAgents(store, now() - FORGET_AFTER_MS, MOST_INSTANCES);
    return new InstanceRegistry(now, rows.map(instanceOf));
  }

  instances(): readonly RegisteredInstance[] {
    const now = this.#now();
    return Array.from(this.#instances.values(), (instance) =>
      register(instance, now, this.startedAt),
    );
  }

  /** Takes an agent's message and answers it. */
  receive(message: AgentToServer, options: Omit<SessionOptions, 'now'>): ServerToAgent {
    const now = this.#now();
    const uid = uidText(message.instanceUid);
    const before = this.#instances.get(uid);
    const { instance, reply, events, changed } = stepSession(before, message, { ...options, now });
    if (!instance) return reply;
    if (!before && this.#instances.size >= this.#most && !this.#makeRoom()) {
      const full = `there are ${this.#most} instances already, and no more are taken`;
      const { instanceUid } = message;
      return { kind: 'unavailable', instanceUid, message: full, retryAfterMs: RETRY_AFTER_MS };
    }
    this.#instances.set(uid, instance);
    this.#unwritten.add(uid);
    this.#urgent ||= changed;
    this.#remember(events.map((event) => ({ ...event, instance, at: now })));
    return reply;
  }

  /** Changes of breakers that are not in the event log yet. */
  get breakerChanges(): readonly BreakerChange[] {
    return this.#changes;
  }

  /** Changes that were too many to keep; the states themselves are never lost. */
  get droppedChanges(): number {
    return this.#droppedChanges;
  }

  /** These changes are in the event log. */
  logged(changes: readonly BreakerChange[]): void {
    const done = new Set(changes);
    this.#changes = this.#changes.filter((change) => !done.has(change));
  }

  /** The status of these instances is another than the one that is stored. */
  restamp(instanceUids: Iterable<string>): void {
    for (const uid of instanceUids) {
      if (!this.#instances.has(uid)) continue;
      this.#unwritten.add(uid);
      this.#urgent = true;
    }
  }

  forget(instanceUids: Iterable<string>): void {
    for (const uid of instanceUids) {
      this.#instances.delete(uid);
      this.#unwritten.delete(uid);
    }
  }

  /** Stores what is new, at once if something changed, else every few seconds. */
  async write(store: Pick<Store, 'insertRows'>, options: { force?: boolean } = {}): Promise<void> {
    const now = this.#now();
    const due = options.force || this.#urgent || now - this.#writtenAt >= WRITE_EVERY_MS;
    if (!due || this.#unwritten.size === 0) return;
    const uids = [...this.#unwritten];
    this.#unwritten.clear();
    this.#urgent = false;
    this.#writtenAt = now;
    try {
      for (let first = 0; first < uids.length; first += ROWS_OF_AN_INSERT) {
        const rows = uids.slice(first, first + ROWS_OF_AN_INSERT).flatMap((uid) => {
          const instance = this.#instances.get(uid);
          return instance ? [rowOf(register(instance, now, this.startedAt), now)] : [];
        });
        await store.insertRows('agents', rows);
      }
    } catch (error) {
      for (const uid of uids) this.#unwritten.add(uid);
      throw error;
    }
  }

  /** Forgets the one that is down or has left for longest. */
  #makeRoom(): boolean {
    const [longest] = this.instances()
      .filter((instance) => !isLiving(instance))
      .sort((a, b) => a.lastSeen - b.lastSeen);
    if (!longest) return false;
    this.forget([longest.instanceUid]);
    return true;
  }

  #remember(changes: readonly BreakerChange[]): void {
    if (changes.length === 0) return;
    const all = [...this.#changes, ...changes];
    this.#droppedChanges += Math.max(0, all.length - MOST_PENDING_CHANGES);
    this.#changes = all.slice(-MOST_PENDING_CHANGES);
  }
}
