import { Counter, type Registry } from 'prom-client';

/** What the OpAMP server tells of itself at `/metrics`. */
export function createOpampMetrics(registry: Registry) {
  const registers = [registry];
  return {
    messages: new Counter({
      name: 'nunchi_control_opamp_messages_total',
      help: 'Messages of agents, by what became of them: accepted, bad-request, unavailable, malformed or failed',
      labelNames: ['outcome'],
      registers,
    }),
    configurationsSent: new Counter({
      name: 'nunchi_control_configurations_sent_total',
      help: 'Remote configurations that were sent to agents',
      registers,
    }),
  };
}

export type OpampMetrics = ReturnType<typeof createOpampMetrics>;
