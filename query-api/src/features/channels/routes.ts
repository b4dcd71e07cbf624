import { VERSION_PROBLEMS, WRITE_PROBLEMS } from '../../errors.ts';
import { etag } from '../../model/version.ts';
import { strictly } from '../../plugins/strictly.ts';
import { IfMatch } from '../../schemas/common.ts';
import { created, emptied, replies } from '../../schemas/replies.ts';
import { type Api, BODY_LIMIT, type FeatureContext } from '../context.ts';
import { Channel, ChannelBody, ChannelParams, ChannelsReply } from './schema.ts';
import {
  createChannel,
  deleteChannel,
  getChannel,
  listChannels,
  replaceChannel,
} from './service.ts';

export function registerChannels(app: Api, context: FeatureContext): void {
  app.get(
    '/channels',
    {
      schema: {
        operationId: 'listChannels',
        summary: 'Where notifications go',
        tags: ['alarms'],
        response: replies(ChannelsReply, []),
      },
    },
    async () => ({ channels: await listChannels(context) }),
  );

  app.post(
    '/channels',
    {
      bodyLimit: BODY_LIMIT,
      validatorCompiler: strictly,
      schema: {
        operationId: 'createChannel',
        summary: 'A new channel for notifications',
        tags: ['alarms'],
        body: ChannelBody,
        response: created(Channel, [...WRITE_PROBLEMS, 'channel_exists', 'version_stale']),
      },
    },
    async (request, reply) => {
      const made = await createChannel(context, request.body);
      reply.header('etag', etag(made.version)).header('location', `${request.url}/${made.name}`);
      return reply.code(201).send(made);
    },
  );

  app.get(
    '/channels/:name',
    {
      schema: {
        operationId: 'getChannel',
        summary: 'A channel; its version is the ETag',
        tags: ['alarms'],
        params: ChannelParams,
        response: replies(Channel, ['channel_not_found']),
      },
    },
    async (request, reply) => {
      const channel = await getChannel(context, request.params.name);
      reply.header('etag', etag(channel.version));
      return channel;
    },
  );

  app.put(
    '/channels/:name',
    {
      bodyLimit: BODY_LIMIT,
      validatorCompiler: strictly,
      schema: {
        operationId: 'replaceChannel',
        summary: 'Replaces a channel; without a secret it keeps the one that it has',
        tags: ['alarms'],
        params: ChannelParams,
        headers: IfMatch,
        body: ChannelBody,
        response: replies(Channel, [
          ...WRITE_PROBLEMS,
          ...VERSION_PROBLEMS,
          'channel_not_found',
          'channel_protected',
        ]),
      },
    },
    async (request, reply) => {
      const ifMatch = request.headers['if-match'];
      const channel = await replaceChannel(context, request.params.name, ifMatch, request.body);
      reply.header('etag', etag(channel.version));
      return channel;
    },
  );

  app.delete(
    '/channels/:name',
    {
      validatorCompiler: strictly,
      schema: {
        operationId: 'deleteChannel',
        summary: 'Deletes a channel; rules that name it go on without it',
        tags: ['alarms'],
        params: ChannelParams,
        response: emptied([
          'cross_site',
          'channel_not_found',
          'channel_protected',
          'version_stale',
        ]),
      },
    },
    async (request, reply) => {
      await deleteChannel(context, request.params.name);
      return reply.code(204).send(null);
    },
  );
}
