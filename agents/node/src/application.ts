import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Application {
  readonly name?: string;
  readonly version?: string;
}

/** Name and version by the nearest package.json with a name, from the started script upwards. */
export function findApplication(script: string | undefined, cwd: string): Application {
  let directory = script === undefined ? cwd : dirname(script);
  for (;;) {
    const found = readManifest(join(directory, 'package.json'));
    if (found?.name !== undefined) return found;
    const parent = dirname(directory);
    if (parent === directory) return {};
    directory = parent;
  }
}

function readManifest(path: string): Application | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof manifest !== 'object' || manifest === null) return undefined;
    const { name, version } = manifest as Record<string, unknown>;
    return {
      ...(typeof name === 'string' && name !== '' && { name }),
      ...(typeof version === 'string' && version !== '' && { version }),
    };
  } catch {
    return undefined;
  }
}
