import { VERSION_PROBLEMS, WRITE_PROBLEMS } from '../../errors.ts';
import { etag } from '../../model/version.ts';
import { strictly } from '../../plugins/strictly.ts';
import { IfMatch } from '../../schemas/common.ts';
import { replies } from '../../schemas/replies.ts';
import { type Api, BODY_LIMIT, type FeatureContext } from '../context.ts';
import { ServiceConfigReply, ServiceParams, ServiceSettings } from './schema.ts';
import { getServiceConfig, replaceServiceConfig } from './service.ts';

export function registerServiceConfig(app: Api, context: FeatureContext): void {
  app.get(
    '/services/:service/config',
    {
      schema: {
        operationId: 'getServiceConfig',
        summary: 'What is set for every instance of a service; its version is the ETag',
        tags: ['instances'],
        params: ServiceParams,
        response: replies(ServiceConfigReply, []),
      },
    },
    async (request, reply) => {
      const config = await getServiceConfig(context, request.params.service);
      reply.header('etag', etag(config.version));
      return config;
    },
  );

  app.put(
    '/services/:service/config',
    {
      bodyLimit: BODY_LIMIT,
      validatorCompiler: strictly,
      schema: {
        operationId: 'replaceServiceConfig',
        summary: 'Sets it; the control loop tells the agents, and they say whether they took it',
        tags: ['instances'],
        params: ServiceParams,
        headers: IfMatch,
        body: ServiceSettings,
        response: replies(ServiceConfigReply, [...WRITE_PROBLEMS, ...VERSION_PROBLEMS]),
      },
    },
    async (request, reply) => {
      const { service } = request.params;
      const ifMatch = request.headers['if-match'];
      const config = await replaceServiceConfig(context, service, ifMatch, request.body);
      reply.header('etag', etag(config.version));
      return config;
    },
  );
}
