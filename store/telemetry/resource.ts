import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import manifest from '../package.json' with { type: 'json' };
import { OWN_NAMESPACE, type OwnProcess, ownService } from './names.ts';
import type { KeyValue } from './otlp.ts';

/** This process as an OpenTelemetry resource: another instance after every restart. */
export function ownResource(name: OwnProcess): readonly KeyValue[] {
  const texts = {
    'service.namespace': OWN_NAMESPACE,
    'service.name': ownService(name),
    'service.instance.id': randomUUID(),
    'service.version': manifest.version,
    'host.name': hostname(),
  };
  return [
    ...Object.entries(texts).map(([key, stringValue]) => ({ key, value: { stringValue } })),
    { key: 'process.pid', value: { intValue: String(process.pid) } },
  ];
}
