import type { Store } from '@nunchi/store';
import type { AlarmRule, RuleAction } from '@nunchi/store/alarms/rule';
import type { Decision } from '@nunchi/store/control/decision';
import { type DocumentKind, newestDocuments, writeDocument } from '@nunchi/store/control/documents';
import type { NewEvent } from '@nunchi/store/control/events';
import type { ActionSnapshot, AlarmSnapshot } from '@nunchi/store/control/snapshots';
import { insert } from '@nunchi/store/queries/testing/insert';
import { createTestStore } from '@nunchi/store/testing';
import { pino } from 'pino';
import { actionsOf, desiredConfig } from '../act/desired.ts';
import { reconcile } from '../act/reconcile.ts';
import { readConfig } from '../config.ts';
import { DocumentWatch } from '../documents/watch.ts';
import { EventLog } from '../log/log.ts';
import type { AgentToServer } from '../opamp/messages.ts';
import { InstanceRegistry } from '../registry/registry.ts';
import { noteInstances } from '../registry/worker.ts';

export const START = 1_760_000_000_000;
export const RULE_ID = 'slow-payment';

export function ruleWith(...actions: RuleAction[]): AlarmRule {
  return {
    name: 'payment is slow',
    severity: 'critical',
    condition: {
      kind: 'threshold',
      signal: 'traces',
      query: 'service:payment',
      measure: 'latency_p95',
      by: ['service'],
      window: '1m',
      op: '>',
      value: 500,
    },
    actions,
  };
}

export function openPayment(mode: RuleAction['mode'], seconds = 60): RuleAction {
  return { kind: 'open-breaker', peer: 'payment', for: `${seconds}s`, mode };
}

/** The parts of a loop that act, over a store and a clock of the test's own. */
export class TestLoop {
  readonly store: Store;
  readonly logger = pino({ level: 'silent' });
  readonly config = readConfig({ CLICKHOUSE_URL: 'http://127.0.0.1:1' });
  /** Epoch milliseconds; the tests move it. */
  clock = START;
  readonly now = (): number => this.clock;
  readonly #agents = new Map<string, TestAgent>();
  #parts: { log: EventLog; documents: DocumentWatch; agents: InstanceRegistry } | undefined;
  #spans = 0;

  constructor(store: Store) {
    this.store = store;
  }

  static async start(): Promise<TestLoop> {
    const loop = new TestLoop(await createTestStore());
    await loop.restart();
    return loop;
  }

  /** As after SIGKILL: a new process knows what is in the store. */
  async restart(): Promise<void> {
    this.#parts = {
      log: await EventLog.open(this.store, this.now),
      documents: new DocumentWatch(this.store),
      agents: await InstanceRegistry.load(this.store, this.now),
    };
  }

  get context() {
    const { store, config, now, logger } = this;
    if (!this.#parts) throw new Error('the loop is not started');
    return { store, config, now, logger, ...this.#parts };
  }

  get log(): EventLog {
    return this.context.log;
  }

  /** A second of every worker, agents included. Answers the types of what was noted. */
  async round(afterMs = 1_000): Promise<string[]> {
    this.clock += afterMs;
    const { documents, agents } = this.context;
    for (const agent of this.#agents.values()) agent.beat(this);
    const last = this.log.state.last;
    await documents.refresh();
    await noteInstances(this.context, agents);
    await reconcile(this.context);
    await agents.write(this.store);
    return this.typesAfter(last);
  }

  async typesAfter(sequence: number): Promise<string[]> {
    const rows = await this.store.rows<{ type: string }>(
      `SELECT type FROM control_events WHERE sequence > {sequence:UInt64} AND type NOT LIKE 'instance.%'
       ORDER BY sequence`,
      { sequence },
    );
    return rows.map(({ type }) => type);
  }

  /** Rounds until something of this type is noted; answers what was until then. */
  async until(type: string, rounds = 120): Promise<string[]> {
    const all: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      all.push(...(await this.round()));
      if (all.includes(type)) return all;
    }
    throw new Error(`no ${type} within ${rounds} rounds, but ${all.join(', ') || 'nothing'}`);
  }

  agent(name: string, options: Partial<AgentOptions> = {}): TestAgent {
    const agent = new TestAgent(name, { service: 'checkout', accepts: true, ...options });
    this.#agents.set(name, agent);
    return agent;
  }

  receive(message: AgentToServer) {
    const { log, documents, agents } = this.context;
    return agents.receive(message, {
      wanted: (service) =>
        desiredConfig(service, actionsOf(log.state), documents.of('service-config'), this.clock),
      newInstanceUid: () => new Uint8Array(16),
    });
  }

  async document(kind: DocumentKind, id: string, body: unknown): Promise<void> {
    const [before] = await newestDocuments(this.store, [kind], id);
    const version = (before?.version ?? 0) + 1;
    const document = { kind, id, version, deleted: false, author: 'ada', origin: 'api', body };
    await writeDocument(this.store, document as Parameters<typeof writeDocument>[1], this.clock);
  }

  rule(...actions: RuleAction[]): Promise<void> {
    return this.document('alarm-rule', RULE_ID, ruleWith(...actions));
  }

  decide(word: Decision['word'], comment = ''): Promise<void> {
    return this.document('decision', this.action.id, { word, by: 'ada', comment });
  }

  killSwitch(engaged: boolean): Promise<void> {
    return this.document('kill-switch', 'kill-switch', { engaged, by: 'ada', reason: 'drill' });
  }

  async alarm(change: Partial<AlarmSnapshot> = {}): Promise<void> {
    await this.log.decide(() => [alarmEvent(this.clock, change)]);
  }

  /** Calls of a service to the payment service, one in each second before now. */
  async calls(service: string, seconds: number, latencyMs: number): Promise<void> {
    const rows = Array.from({ length: seconds }, (_, second) => {
      const startTime = String(BigInt(this.clock - (second + 1) * 1_000) * 1_000_000n);
      const span = (kind: number, of: string, parent: string | undefined, attributes = {}) => ({
        trace_id: (this.#spans + 1).toString(16).padStart(32, '0'),
        span_id: (++this.#spans).toString(16).padStart(16, '0'),
        parent_span_id: parent ?? '0'.repeat(16),
        service: of,
        kind,
        start_time: startTime,
        duration_ns: String(latencyMs * 1_000_000),
        attributes,
      });
      const server = span(2, service, undefined);
      const address = { 'server.address': '127.0.0.1', 'server.port': '4412' };
      const client = { ...span(3, service, server.span_id, address), trace_id: server.trace_id };
      return [server, client, { ...span(2, 'payment', client.span_id), trace_id: server.trace_id }];
    });
    await insert(this.store, 'spans', rows.flat());
  }

  /** The one action that there is. */
  get action(): ActionSnapshot {
    const [action, ...more] = actionsOf(this.log.state);
    if (!action || more.length > 0) throw new Error(`there are ${more.length + (action ? 1 : 0)}`);
    return action;
  }

  close(): Promise<void> {
    return this.store.close();
  }
}

interface AgentOptions {
  readonly service: string;
  readonly accepts: boolean;
}

/** An agent as this loop sees it: a heartbeat in every round, and it does what it is told. */
export class TestAgent {
  readonly name: string;
  readonly uid: Uint8Array;
  readonly #options: AgentOptions;
  #sequence = 0n;
  #full = true;
  #hash = '';
  #known = new Set<string>();
  breaker: 'closed' | 'open' | 'half-open' = 'closed';
  /** Says nothing, as a process that hangs. */
  silent = false;
  /** Refuses every configuration. */
  refuses = false;
  leaves = false;
  /** Is alive, and takes no notice of configurations. */
  deaf = false;

  constructor(name: string, options: AgentOptions) {
    this.name = name;
    this.#options = options;
    this.uid = Uint8Array.from({ length: 16 }, (_, index) => name.charCodeAt(index) || 0);
  }

  beat(loop: TestLoop): void {
    if (this.silent) return;
    const reply = loop.receive(this.#message());
    if (reply.kind !== 'reply') throw new Error(reply.message);
    this.#full = reply.reportFullState;
    if (!reply.remoteConfig || this.deaf) return;
    this.#hash = reply.remoteConfig.hash;
    if (this.refuses) return;
    const { breakers } = JSON.parse(reply.remoteConfig.body) as { breakers: { id: string }[] };
    const ids = new Set(breakers.map(({ id }) => id));
    if ([...ids].some((id) => !this.#known.has(id))) this.breaker = 'open';
    else if (ids.size === 0 && this.breaker === 'open') this.breaker = 'half-open';
    this.#known = ids;
  }

  #message(): AgentToServer {
    this.#sequence += 1n;
    const { service, accepts } = this.#options;
    const component = { lastError: '', startTimeUnixNano: '0', statusTimeUnixNano: '0' };
    return {
      instanceUid: this.uid,
      sequence: this.#sequence,
      capabilities: 0x1001 | (accepts ? 0x2 : 0),
      flags: 0,
      disconnects: this.leaves,
      ...(this.#full && {
        description: {
          identifying: { 'service.name': service, 'service.instance.id': this.name },
          other: { 'nunchi.heartbeat.seconds': 5 },
        },
      }),
      health: {
        ...component,
        healthy: true,
        status: 'running',
        componentHealthMap: {
          'breaker/127.0.0.1:4412': {
            ...component,
            healthy: this.breaker === 'closed',
            status: this.breaker,
          },
        },
      },
      remoteConfigStatus: {
        hash: this.#hash,
        status: this.#hash === '' ? 'unset' : this.refuses ? 'failed' : 'applied',
        error: this.refuses ? 'not allowed here' : '',
      },
    };
  }
}

export function alarmEvent(time: number, change: Partial<AlarmSnapshot> = {}): NewEvent {
  const body: AlarmSnapshot = {
    fingerprint: 'f00d',
    ruleId: RULE_ID,
    ruleName: 'payment is slow',
    severity: 'critical',
    labels: { service: 'payment' },
    annotations: {},
    state: 'firing',
    evaluation: 'ok',
    activeSince: START,
    firedAt: time,
    resolvedAt: null,
    clearSince: null,
    value: 1_520,
    condition: 'p95 of service:payment over 1m > 500 ms',
    message: '',
    ...change,
  };
  return {
    type: body.state === 'resolved' ? 'alarm.resolved' : 'alarm.firing',
    time,
    subject: body.fingerprint,
    chain: `${body.fingerprint}@${body.activeSince}`,
    service: 'payment',
    summary: 'payment is slow',
    cause: 0,
    body,
  };
}
