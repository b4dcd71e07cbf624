// (c) fastify as it comes: bodies are received whole, and dropped.
import Fastify from 'fastify';

const app = Fastify({ bodyLimit: 64 * 1024 * 1024 });
app.removeAllContentTypeParsers();
app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
app.post('/v1/:signal', async () => '');
const url = await app.listen({ host: '127.0.0.1', port: 0 });
process.send?.({ ready: true });
process.send?.({ url });
