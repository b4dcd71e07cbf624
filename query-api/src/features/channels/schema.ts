import { Channel as StoredChannel } from '@nunchi/store/alarms/channel';
import Type from 'typebox';
import { EpochMs, named, parameters, words } from '../../schemas/common.ts';

/** As it is sent; the secret is kept when a replacement leaves it out. */
export const ChannelBody = named('ChannelBody', StoredChannel);

export const ChannelParams = parameters({
  name: Type.String({ minLength: 1, maxLength: 100, description: 'Name of a channel.' }),
});

/** As it is shown: without its secret. */
export const Channel = Type.Object(
  {
    name: Type.String(),
    kind: Type.Literal('webhook'),
    url: Type.String(),
    sendResolved: Type.Boolean(),
    hasSecret: Type.Boolean({ description: 'Whether what is sent is signed.' }),
    version: Type.Integer({ description: 'What If-Match names when the channel is replaced.' }),
    origin: words(['api', 'file', 'default']),
    author: Type.String(),
    updatedAt: EpochMs,
  },
  { $id: 'Channel' },
);

export const ChannelsReply = Type.Object({
  channels: Type.Array(Channel, { description: 'By name.' }),
});
