exports.serve = (http, shop) => {
  const answer = async ({ url, headers }) => {
    if (url === '/stock') return shop.stock();
    if (url === '/fail') return shop.fail();
    return shop.item(url.split('/')[2], headers['x-peer']);
  };
  const server = http.createServer((request, response) => {
    answer(request).then(
      (found) => response.end(JSON.stringify(found)),
      () => response.writeHead(500).end(),
    );
  });
  server.listen(0, '127.0.0.1', () => shop.listening(server.address().port));
};
