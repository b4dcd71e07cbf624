import { totalmem } from 'node:os';
import { resolve } from 'node:path';
import {
  endProcess,
  onParentGone,
  onStopSignal,
  startProcess,
  tellReady,
} from '../runtime/process.ts';
import { SettingsReader } from '../runtime/settings.ts';
import { startEngine } from './engine.ts';

const MEBIBYTE = 1024 * 1024;
// A stop that takes longer than this is stuck; what was acknowledged is already on disk.
const STOP_TIMEOUT_MS = 8_000;

await startProcess('clickhouse', async () => {
  const read = new SettingsReader(process.env);
  const quarterMb = Math.floor(totalmem() / 4 / MEBIBYTE);
  const memoryMb = read.integer(
    'NUNCHI_CLICKHOUSE_MEMORY_MB',
    Math.min(Math.max(quarterMb, 1_024), 8_192),
    { min: 512, max: 1_048_576 },
  );
  const settings = read.finish({
    dataDir: resolve(read.string('NUNCHI_DATA_DIR', '.nunchi')),
    port: read.port('NUNCHI_CLICKHOUSE_PORT', 4323),
    memoryBytes: memoryMb * MEBIBYTE,
  });

  const engine = await startEngine(settings);
  let asked = false;
  const stop = (): void => {
    asked = true;
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), STOP_TIMEOUT_MS).unref();
    void engine.stop();
  };
  onStopSignal(stop);
  onParentGone(stop);
  void engine.ended.then(() => {
    if (!asked) console.error('nunchi clickhouse: the engine ended by itself');
    endProcess(asked ? 0 : 1);
  });
  tellReady();
});
