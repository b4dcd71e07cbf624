import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Secret, SettingsError, SettingsReader } from './settings.ts';

describe('SettingsReader', () => {
  it('lists every problem together', () => {
    const read = new SettingsReader({ PORT: 'x', LEVEL: 'loud', URL: 'ftp://a' });
    const settings = {
      port: read.port('PORT', 1),
      level: read.oneOf('LEVEL', 'info', ['info', 'debug']),
      url: read.httpUrl('URL'),
    };
    expect(() => read.finish(settings)).toThrow(SettingsError);
    expect(read.problems).toEqual([
      'PORT=x is not a whole number between 1 and 65535',
      'LEVEL=loud is none of info, debug',
      'URL=ftp://a is not an http:// or https:// URL',
    ]);
  });

  it('treats an empty value as unset and freezes the result', () => {
    const read = new SettingsReader({ HOST: '' });
    const settings = read.finish({ host: read.string('HOST', '127.0.0.1') });
    expect(settings).toEqual({ host: '127.0.0.1' });
    expect(Object.isFrozen(settings)).toBe(true);
  });

  it('reads a secret from a file and never prints it', () => {
    const directory = mkdtempSync(join(tmpdir(), 'nunchi-settings-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const file = join(directory, 'secret');
    writeFileSync(file, 'hush\n');
    const secret = new SettingsReader({ KEY_FILE: file }).secret('KEY') as Secret;
    expect(secret.reveal()).toBe('hush');
    expect(`${secret} ${JSON.stringify({ secret })} ${inspect(secret)}`).not.toContain('hush');
  });

  it('names the file that cannot be read', () => {
    const read = new SettingsReader({ KEY_FILE: '/nowhere/secret' });
    expect(read.secret('KEY')).toBeUndefined();
    expect(read.problems[0]).toContain('KEY_FILE=/nowhere/secret cannot be read');
  });
});
