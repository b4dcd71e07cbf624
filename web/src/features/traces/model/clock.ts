import type { Attributes } from '../../../api/types.ts';

/** Whatever was timed by one sender: a span or a log record. */
export interface Timed {
  readonly service: string;
  readonly resource: Attributes;
}

/** Whose clock timed it: its host's where the host is known, else its instance's or service's. */
export function clockOf({ service, resource }: Timed): string {
  const host = hostOf(resource);
  if (host !== undefined) return `host ${host}`;
  const instance = text(resource['service.instance.id']) ?? text(resource['k8s.pod.name']);
  return instance === undefined ? `service ${service}` : `instance ${service} ${instance}`;
}

/** The clock in words: `payment-2`, `payment on node-7`. */
export function nameOfClock({ service, resource }: Timed): string {
  const host = hostOf(resource);
  const instance = text(resource['service.instance.id']) ?? text(resource['k8s.pod.name']);
  const sender =
    instance === undefined
      ? service
      : instance.startsWith(service)
        ? instance
        : `${service} (${shortened(instance)})`;
  return host === undefined || sender.includes(host) ? sender : `${sender} on ${host}`;
}

function hostOf(resource: Attributes): string | undefined {
  const host =
    text(resource['host.id']) ?? text(resource['k8s.node.name']) ?? text(resource['host.name']);
  // Every host has this name for itself.
  return host === 'localhost' ? undefined : host;
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const shortened = (id: string): string => (id.length > 20 ? `${id.slice(0, 8)}…` : id);
