exports.serve = (express, shop) => {
  const app = express();
  app.set('env', 'test');
  app.get('/items/:id', async (request, response) => {
    response.json(await shop.item(request.params.id, request.get('x-peer')));
  });
  app.get('/stock', (_, response) => response.json(shop.stock()));
  app.get('/fail', async () => shop.fail());
  const server = app.listen(0, '127.0.0.1', () => shop.listening(server.address().port));
};
