/** What every application does, whichever framework serves it and however it was loaded. */
exports.createShop = ({ http, pino, request, correlationId }) => {
  const log = pino();
  const by = {
    fetch: async (url) => (await fetch(url)).json(),
    undici: async (url) => (await request(url)).body.json(),
    http: (url) => getJson(http, url),
  };
  return {
    /** Asks its peer once with each client. */
    async item(id, peer) {
      const stock = {};
      for (const client of Object.keys(by)) stock[client] = await by[client](`${peer}/stock`);
      log.info(`item ${id} is read`);
      return { id: correlationId(), stock };
    },
    stock: () => ({ id: correlationId() }),
    fail() {
      log.error(new RangeError('the shelf is empty'), 'no stock');
      throw new RangeError('the shelf is empty');
    },
    listening: (port) => console.log(`listening http://127.0.0.1:${port}`),
  };
};

function getJson(http, url) {
  return new Promise((resolve, reject) => {
    const outgoing = http.get(url, async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      resolve(JSON.parse(text));
    });
    outgoing.on('error', reject);
  });
}
