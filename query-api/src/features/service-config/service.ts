import type { ServiceSettings } from '@nunchi/store/control/settings';
import type { Static } from 'typebox';
import { type DocumentContext, newestVersion, writeNext } from '../../model/documents.ts';
import { checkVersion } from '../../model/version.ts';
import type { ServiceConfigReply } from './schema.ts';

type Reply = Static<typeof ServiceConfigReply>;

/** A service for which nothing was set has version 0 and no settings. */
export async function getServiceConfig(context: DocumentContext, service: string): Promise<Reply> {
  const document = await newestVersion<ServiceSettings>(context, 'service-config', service);
  if (!document) return { service, version: 0, author: '', updatedAt: null, settings: {} };
  return {
    service,
    version: document.version,
    author: document.author,
    updatedAt: document.time,
    settings: document.deleted ? {} : document.body,
  };
}

export async function replaceServiceConfig(
  context: DocumentContext,
  service: string,
  ifMatch: string | undefined,
  settings: ServiceSettings,
): Promise<Reply> {
  const current = await newestVersion<ServiceSettings>(context, 'service-config', service);
  checkVersion(ifMatch, current?.version ?? 0);
  const change = { kind: 'service-config', id: service, body: settings } as const;
  const { version, author, time } = await writeNext(context, current, change);
  return { service, version, author, updatedAt: time, settings };
}
