// A process that starts an engine and tells its pid, for the test in which the parent is killed.
import { startEngineProcess } from './engine.ts';

const { NUNCHI_DATA_DIR = '', NUNCHI_CLICKHOUSE_PORT = '' } = process.env;
const engine = await startEngineProcess(NUNCHI_DATA_DIR, Number(NUNCHI_CLICKHOUSE_PORT));
process.send?.(engine.pid);
