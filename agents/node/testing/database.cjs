/** What both kinds of service do with their database. */
exports.serve = ({ createServer, Pool }) => {
  const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 1 });
  const server = createServer(async ({ url }, response) => {
    try {
      const { rows } =
        url === '/fail'
          ? await pool.query('SELECT name FROM missing WHERE id = $1', [7])
          : await pool.query('SELECT name FROM teas WHERE id = $1 AND secret = $2', [
              7,
              'oolong-7',
            ]);
      response.end(JSON.stringify(rows));
    } catch {
      response.writeHead(500).end();
    }
  });
  server.listen(0, '127.0.0.1', () => {
    console.log(`listening http://127.0.0.1:${server.address().port}`);
  });
};
