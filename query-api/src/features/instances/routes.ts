import { replies } from '../../schemas/replies.ts';
import type { Api, FeatureContext } from '../context.ts';
import { InstanceParams, InstanceReply, InstancesQuery, InstancesReply } from './schema.ts';
import { getInstance, listInstances } from './service.ts';

export function registerInstances(app: Api, { store }: FeatureContext): void {
  app.get(
    '/instances',
    {
      schema: {
        operationId: 'listInstances',
        summary: 'Instances whose agents speak OpAMP, as the control loop last knew them',
        tags: ['instances'],
        querystring: InstancesQuery,
        response: replies(InstancesReply, []),
      },
    },
    async (request) => ({ instances: await listInstances(store, request.query) }),
  );

  app.get(
    '/instances/:instanceUid',
    {
      schema: {
        operationId: 'getInstance',
        summary: 'An instance: what it says of itself, its health and its configuration',
        tags: ['instances'],
        params: InstanceParams,
        response: replies(InstanceReply, ['instance_not_found']),
      },
    },
    (request) => getInstance(store, request.params.instanceUid.toLowerCase()),
  );
}
