exports.serve = (Koa, shop) => {
  const app = new Koa();
  app.silent = true;
  app.use(
    routes([
      [/^\/items\/([^/]+)$/, '/items/:id', (context, id) => shop.item(id, context.get('x-peer'))],
      [/^\/stock$/, '/stock', () => shop.stock()],
      [/^\/fail$/, '/fail', () => shop.fail()],
    ]),
  );
  const server = app.listen(0, '127.0.0.1', () => shop.listening(server.address().port));
};

/** A router as Koa's own is to the outside: it says its routes, and which of them it found. */
function routes(table) {
  const stack = table.map(([pattern, path, answer]) => ({
    path,
    pattern,
    stack: [
      async (context) => {
        context.body = await answer(context, ...context.found);
      },
    ],
  }));
  const dispatch = (context, next) => {
    for (const { path, pattern, stack: middleware } of stack) {
      const found = pattern.exec(context.path);
      if (found === null) continue;
      context._matchedRoute = path;
      context.found = found.slice(1);
      return middleware[0](context, next);
    }
    return next();
  };
  return Object.assign(dispatch, { router: { stack } });
}
