// An application that uses the very copy of undici that the OpAMP client would have loaded.
const http = require('node:http');
const { createRequire } = require('node:module');

const packaged = createRequire(require.resolve('@elastic/opamp-client-node'));

setTimeout(async () => {
  const before = Object.keys(require.cache).filter((file) => /[\\/]undici[\\/]/.test(file));
  const undici = packaged('undici');
  const imported = await import(packaged.resolve('undici'));
  const server = http.createServer((request, response) => response.end('fine'));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new undici.Client(`http://127.0.0.1:${server.address().port}`);
  const { body } = await client.request({ method: 'GET', path: '/' });
  const seen = {
    before,
    answer: await body.text(),
    same: undici === require(packaged.resolve('undici')) && undici === imported.default,
    whole: ['Agent', 'Pool', 'fetch', 'setGlobalDispatcher'].every((name) => name in undici),
  };
  await client.close();
  server.close();
  console.log(JSON.stringify(seen));
}, 300);
