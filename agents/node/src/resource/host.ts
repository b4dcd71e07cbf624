import { arch, platform, release } from 'node:os';
import { basename } from 'node:path';
import type { Attributes } from '@opentelemetry/api';
import type { ReadText } from './files.ts';

const MACHINE_ID_FILES = ['/etc/machine-id', '/var/lib/dbus/machine-id'];
const MACHINE_ID = /^[0-9a-f]{32}$/;

export function hostAttributes(hostname: string): Attributes {
  return { 'host.name': hostname, 'host.arch': hostArchitecture() };
}

/** The machine's own id; a container has one of its image, if any, and must not be asked. */
export function machineAttributes(read: ReadText): Attributes {
  for (const path of MACHINE_ID_FILES) {
    const id = read(path)?.trim() ?? '';
    if (MACHINE_ID.test(id)) return { 'host.id': id };
  }
  return {};
}

export function osAttributes(): Attributes {
  return {
    'os.type': platform() === 'win32' ? 'windows' : platform(),
    'os.version': release(),
  };
}

/** The command's arguments are left out: they may hold secrets. */
export function processAttributes(): Attributes {
  const script = process.argv[1];
  return {
    'process.pid': process.pid,
    'process.creation.time': new Date(performance.timeOrigin).toISOString(),
    'process.executable.name': basename(process.execPath),
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
