import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { keepNames, nameSchemas } from './name-schemas.ts';

export const OPENAPI_PATH = '/api/openapi.json';
export const DOCS_PATH = '/api/docs';

/** The OpenAPI document, made of the routes' schemas, and a page that shows it. Before the routes. */
export async function registerOpenapi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Nunchi query API',
        version: '1',
        description:
          'Traces, log records and metrics, joined by correlation id. Times that are sent: RFC 3339, epoch milliseconds, or relative such as now-15m. Times that are answered: Unix nanoseconds as decimal strings. Errors are application/problem+json with a stable code.',
      },
      tags: [
        { name: 'services' },
        { name: 'traces' },
        { name: 'logs' },
        { name: 'metrics' },
        { name: 'correlations' },
        { name: 'alarms' },
        { name: 'control' },
        { name: 'instances' },
      ],
    },
    transform: ({ schema, url }) => ({ schema: keepNames(schema), url }),
    transformObject: (document) =>
      'openapiObject' in document ? nameSchemas(document.openapiObject) : document.swaggerObject,
  });
  await app.register(swaggerUi, {
    routePrefix: DOCS_PATH,
    uiConfig: { deepLinking: true, layout: 'BaseLayout' },
  });
  app.get(OPENAPI_PATH, { schema: { hide: true } }, async () => app.swagger());
}
