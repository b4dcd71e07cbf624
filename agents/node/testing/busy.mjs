// A service that makes much telemetry: a long query in each span, a long log record. Prints none
// of it, and tells what it holds in memory.
import { createServer } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import pino from 'pino';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');
const log = pino({}, { write() {} });

const server = createServer(({ url }, response) => {
  if (url === '/memory') {
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    response.end(String(heapUsed + external));
    return;
  }
  log.info(url);
  response.end('fine');
});
// Who asks again after a long while finds its connection as it was.
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () => {
  console.log(`listening http://127.0.0.1:${server.address().port}`);
});
