exports.serve = async (hapi, shop) => {
  const server = hapi.server({ port: 0, host: '127.0.0.1', debug: false });
  server.route([
    {
      method: 'GET',
      path: '/items/{id}',
      handler: ({ params, headers }) => shop.item(params.id, headers['x-peer']),
    },
    { method: 'GET', path: '/stock', handler: () => shop.stock() },
    { method: 'GET', path: '/fail', handler: () => shop.fail() },
  ]);
  await server.start();
  shop.listening(server.info.port);
};
