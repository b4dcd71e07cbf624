import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isWarning, parseLogLine } from './log-line.ts';
import { createOutput } from './output.ts';
import type { Part } from './parts.ts';
import { openRotatingFile } from './rotating-file.ts';
import type { LauncherSettings } from './settings.ts';

function directory(): string {
  const made = mkdtempSync(join(tmpdir(), 'nunchi-output-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

describe('parseLogLine', () => {
  it('makes a record of pino short', () => {
    const record = {
      level: 50,
      time: 'not a time',
      pid: 7,
      hostname: 'h',
      msg: 'insert failed',
      err: { message: 'no room', stack: '…' },
      table: 'spans',
    };
    const line = parseLogLine('collector', JSON.stringify(record));
    expect(line?.text).toBe('--:--:-- error collector    insert failed: no room table=spans');
    expect(line && isWarning(line)).toBe(true);
  });

  it('shows what would command a terminal', () => {
    const msg = 'cannot tell \u001b[2J\u009b\u0000\u202eops:\nnobody listens';
    const line = parseLogLine('loop', JSON.stringify({ level: 40, msg }));
    expect(line?.text).toContain(String.raw`cannot tell \u001b[2J\u009b\u0000\u202eops:`);
    expect(line?.text).toContain('\nnobody listens');
  });

  it.each(['', 'text', '{', '{"level":"high"}', '[1]'])('leaves %j alone', (text) => {
    expect(parseLogLine('collector', text)).toBeUndefined();
  });
});

describe('createOutput', () => {
  const collector = { name: 'collector' } as Part;
  const engine = { name: 'clickhouse', noisy: true } as Part;
  const shop = { name: 'gateway', noisy: true } as Part;
  const info = '{"level":30,"msg":"request"}';
  const warning = '{"level":40,"msg":"slow disk"}';

  function shown(logLevel: LauncherSettings['logLevel'], dataDir = directory()): string {
    let text = '';
    const terminal = { write: (chunk: string) => Boolean((text += chunk)), on: () => terminal };
    const output = createOutput(
      { dataDir, logLevel },
      terminal as unknown as typeof process.stdout,
    );
    output.line(collector, info);
    output.line(collector, warning);
    output.line(engine, 'Logging warning to …');
    output.line(shop, warning.replace('slow disk', 'of a user'));
    output.close();
    return text;
  }

  it('shows warnings only, and all lines to who asks for debug', () => {
    expect(shown('info')).toMatch(/^[\d:]{8} warn {2}collector {4}slow disk\n$/);
    expect(shown('debug')).toContain('request');
    expect(shown('debug')).not.toContain('Logging');
    expect(shown('debug')).not.toContain('of a user');
    expect(shown('silent')).toBe('');
  });

  it('writes everything to the log files', () => {
    const dataDir = directory();
    shown('info', dataDir);
    const log = (name: string) => readFileSync(join(dataDir, 'logs', `${name}.log`), 'utf8');
    expect(log('collector')).toBe(`${info}\n${warning}\n`);
    expect(log('clickhouse')).toBe('Logging warning to …\n');
  });
});

describe('openRotatingFile', () => {
  it('keeps three files of a bounded size', () => {
    const path = join(directory(), 'a.log');
    const file = openRotatingFile(path, expect.fail, 8);
    for (const line of ['one', 'two', 'three', 'four', 'five', 'six', 'seven']) file.write(line);
    file.close();
    const read = (suffix: string) => readFileSync(path + suffix, 'utf8');
    expect([read('.2'), read('.1'), read('')]).toEqual(['three\nfour\n', 'five\nsix\n', 'seven\n']);
  });

  it.runIf(process.platform === 'linux')(
    'complains once and goes on when the disk takes no more',
    () => {
      const problems: string[] = [];
      const file = openRotatingFile('/dev/full', (problem) => problems.push(problem));
      file.write('a');
      file.write('b');
      file.close();
      expect(problems).toEqual([expect.stringContaining('/dev/full cannot be written: ENOSPC')]);
    },
  );
});
