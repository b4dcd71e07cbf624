import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Attributes } from '@opentelemetry/api';
import { defaultResource, type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { type Application, findApplication } from './application.ts';
import type { Environment } from './environment.ts';
import { containerAttributes } from './resource/container.ts';
import { readStart, type ReadText } from './resource/files.ts';
import {
  hostAttributes,
  machineAttributes,
  osAttributes,
  processAttributes,
} from './resource/host.ts';
import { kubernetesAttributes } from './resource/kubernetes.ts';
import { VERSION } from './version.ts';

const DETECTORS = ['env', 'host', 'os', 'process', 'container', 'k8s'] as const;
/** `serviceinstance` is OpenTelemetry's; here each process has its id anyway. */
const WORDS = [...DETECTORS, 'serviceinstance', 'all', 'none'] as const;
const MAX_LENGTH = 255;

/** The machine, as a test may have another one. */
export interface Machine {
  readonly read: ReadText;
  readonly hostname: string;
}

/**
 * Who sends: what the environment says (`OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES`) before
 * what the application's package.json says before what this process can see. Nothing in it has to
 * be waited for, and nothing asks the network.
 */
export function describeProcess(env: Environment, machine?: Machine): Resource {
  const { read, hostname: host } = machine ?? { read: readStart, hostname: hostname() };
  const wanted = wantedDetectors(env);
  const application = findApplication(process.argv[1], workingDirectory());
  const container = wanted('container') ? containerAttributes(read) : {};
  const kubernetes = wanted('k8s') ? kubernetesAttributes(env.variables, read, host) : {};
  const isContained = 'container.id' in container || 'KUBERNETES_SERVICE_HOST' in env.variables;
  return defaultResource().merge(
    resourceFromAttributes({
      ...(wanted('host') && {
        ...hostAttributes(host),
        ...(!isContained && machineAttributes(read)),
      }),
      ...(wanted('os') && osAttributes()),
      ...(wanted('process') && processAttributes()),
      ...container,
      ...kubernetes,
      ...ofApplication(application),
      ...ofDistro(),
      ...(wanted('env') && statedAttributes(env)),
      ...statedName(env),
    }),
  );
}

/** `OTEL_NODE_RESOURCE_DETECTORS`; unset means all. */
function wantedDetectors(env: Environment): (detector: (typeof DETECTORS)[number]) => boolean {
  const names = env.words('OTEL_NODE_RESOURCE_DETECTORS', WORDS, { otherwise: 'all are used' });
  if (names === undefined || names.includes('all')) return () => true;
  return (detector) => names.includes(detector);
}

function ofApplication({ name, version }: Application): Attributes {
  return {
    ...(name !== undefined && { 'service.name': name }),
    ...(version !== undefined && { 'service.version': version }),
    'service.instance.id': randomUUID(),
  };
}

function ofDistro(): Attributes {
  return { 'telemetry.distro.name': '@nunchi/agent', 'telemetry.distro.version': VERSION };
}

function statedName({ variables }: Environment): Attributes {
  const name = variables['OTEL_SERVICE_NAME']?.trim();
  return name ? { 'service.name': name.slice(0, MAX_LENGTH) } : {};
}

/**
 * `key=value` between commas, percent-encoded. One that is wrong makes all of them wrong.
 * https://opentelemetry.io/docs/specs/otel/resource/sdk/#specifying-resource-information-via-an-environment-variable
 */
function statedAttributes(env: Environment): Attributes {
  const name = 'OTEL_RESOURCE_ATTRIBUTES';
  const attributes: Attributes = {};
  for (const member of env.list(name)) {
    const attribute = attributeOf(member);
    if (!attribute) {
      env.wrong(name, 'a list of key=value, percent-encoded', 'all of it is left out');
      return {};
    }
    const [key, value] = attribute;
    attributes[key] = value;
  }
  return attributes;
}

function attributeOf(member: string): readonly [string, string] | undefined {
  const parts = member.split('=');
  try {
    const [key = '', value = ''] = parts.map((part) => decodeURIComponent(part.trim()));
    const fits = key.length <= MAX_LENGTH && value.length <= MAX_LENGTH;
    return parts.length === 2 && key !== '' && fits ? [key, value] : undefined;
  } catch {
    return undefined;
  }
}

/** Somebody may have removed it. */
function workingDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return '/';
  }
}
