import type { Channel as ChannelBody } from '@nunchi/store/alarms/channel';
import type { Document } from '@nunchi/store/control/documents';
import type { Static } from 'typebox';
import { ApiError } from '../../errors.ts';
import {
  type DocumentContext,
  listDocuments,
  newestVersion,
  writeNext,
} from '../../model/documents.ts';
import { checkVersion } from '../../model/version.ts';
import type { Channel } from './schema.ts';

type Shown = Static<typeof Channel>;

export async function listChannels(context: DocumentContext): Promise<Shown[]> {
  return (await listDocuments<ChannelBody>(context, 'channel')).map(toShown);
}

export async function getChannel(context: DocumentContext, name: string): Promise<Shown> {
  return toShown(await existing(context, name));
}

export async function createChannel(context: DocumentContext, body: ChannelBody): Promise<Shown> {
  checkUrl(body);
  const current = await newestVersion<ChannelBody>(context, 'channel', body.name);
  if (current && !current.deleted) {
    throw new ApiError('channel_exists', `there is a channel ${body.name}; replace it with PUT`);
  }
  return toShown(await writeNext(context, current, { kind: 'channel', id: body.name, body }));
}

export async function replaceChannel(
  context: DocumentContext,
  name: string,
  ifMatch: string | undefined,
  body: ChannelBody,
): Promise<Shown> {
  checkUrl(body);
  if (body.name !== name) {
    throw new ApiError('invalid_body', `/name is ${body.name}, but the path says ${name}`, {
      place: { pointer: '/name' },
    });
  }
  const current = await existing(context, name);
  checkVersion(ifMatch, current.version);
  checkOrigin(current);
  const { secret } = current.body;
  const kept = body.secret === undefined && secret !== undefined ? { ...body, secret } : body;
  return toShown(await writeNext(context, current, { kind: 'channel', id: name, body: kept }));
}

export async function deleteChannel(context: DocumentContext, name: string): Promise<void> {
  const current = await existing(context, name);
  checkOrigin(current);
  // The secret goes with it.
  const { secret: _, ...body } = current.body;
  await writeNext(context, current, { kind: 'channel', id: name, body, deleted: true });
}

async function existing(context: DocumentContext, name: string): Promise<Document<ChannelBody>> {
  const document = await newestVersion<ChannelBody>(context, 'channel', name);
  if (document && !document.deleted) return document;
  throw new ApiError('channel_not_found', `there is no channel ${name}`);
}

function checkOrigin({ origin, id }: Document<ChannelBody>): void {
  if (origin !== 'file') return;
  throw new ApiError('channel_protected', `channel ${id} comes from a file; change the file`);
}

function checkUrl({ url }: ChannelBody): void {
  const parsed = URL.parse(url);
  const place = { pointer: '/url' };
  // A URL is read without its control characters: what is shown would not be what is meant.
  if (!parsed || /[\s\p{Cc}]/u.test(url)) {
    throw new ApiError('invalid_body', '/url is not an http:// or https:// address', { place });
  }
  if (parsed.username === '' && parsed.password === '') return;
  const detail = '/url holds a user or a password, which would be shown and not be sent';
  throw new ApiError('invalid_body', detail, { place });
}

function toShown({ body, version, origin, author, time }: Document<ChannelBody>): Shown {
  const { secret, sendResolved = true, ...rest } = body;
  const hasSecret = secret !== undefined;
  return { ...rest, sendResolved, hasSecret, version, origin, author, updatedAt: time };
}
