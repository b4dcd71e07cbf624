import { randomUUID } from 'node:crypto';
import { arch, hostname, platform, release } from 'node:os';
import type { Attributes } from '@opentelemetry/api';
import {
  defaultResource,
  envDetector,
  detectResources,
  resourceFromAttributes,
  type Resource,
} from '@opentelemetry/resources';
import { type Application, findApplication } from './application.ts';
import { VERSION } from './version.ts';

/**
 * Who sends: what the environment says (`OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES`) before
 * what the application's package.json says before what this process can see. Nothing in it has to
 * be waited for, and nothing asks the network. The command's arguments are left out: they may
 * hold secrets.
 */
export function describeProcess(): Resource {
  const application = findApplication(process.argv[1], process.cwd());
  return defaultResource()
    .merge(resourceFromAttributes({ ...ofApplication(application), ...ofProcess(), ...ofDistro() }))
    .merge(detectResources({ detectors: [envDetector] }));
}

function ofApplication({ name, version }: Application): Attributes {
  return {
    ...(name !== undefined && { 'service.name': name }),
    ...(version !== undefined && { 'service.version': version }),
    'service.instance.id': randomUUID(),
  };
}

function ofProcess(): Attributes {
  const script = process.argv[1];
  return {
    'host.name': hostname(),
    'host.arch': hostArchitecture(),
    'os.type': platform() === 'win32' ? 'windows' : platform(),
    'os.version': release(),
    'process.pid': process.pid,
    'process.executable.path': process.execPath,
    ...(script !== undefined && { 'process.command': script }),
    'process.runtime.name': 'nodejs',
    'process.runtime.version': process.versions.node,
  };
}

/** In the words of the semantic conventions. */
function hostArchitecture(): string {
  switch (arch()) {
    case 'x64':
      return 'amd64';
    case 'ia32':
      return 'x86';
    case 'arm':
      return 'arm32';
    case 'ppc64':
      return 'ppc64';
    default:
      return arch();
  }
}

function ofDistro(): Attributes {
  return { 'telemetry.distro.name': '@nunchi/agent', 'telemetry.distro.version': VERSION };
}
