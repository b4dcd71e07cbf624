exports.serve = (fastify, shop) => {
  const app = fastify();
  app.get('/items/:id', ({ params, headers }) => shop.item(params.id, headers['x-peer']));
  app.get('/stock', async () => shop.stock());
  app.get('/fail', async () => shop.fail());
  app.listen({ port: 0, host: '127.0.0.1' }, (error) => {
    if (error) throw error;
    shop.listening(app.server.address().port);
  });
};
