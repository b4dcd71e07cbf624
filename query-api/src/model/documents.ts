import type { Questionable, Store } from '@nunchi/store';
import {
  type Document,
  type DocumentKind,
  type NewDocument,
  newestDocuments,
  VersionConflictError,
  writeDocument,
} from '@nunchi/store/control/documents';
import { staleVersion } from './version.ts';

/** Where people's decisions are read and written. */
export interface DocumentContext {
  readonly store: Questionable;
  readonly documents: Pick<Store, 'rows' | 'insertRows'>;
  readonly now: () => number;
}

/** Nobody has a name here while there is no login, unless they give one. */
export const ANONYMOUS = 'anonymous';

/** Documents of a kind that are not deleted, by id. */
export async function listDocuments<Body>(
  { store }: Pick<DocumentContext, 'store'>,
  kind: DocumentKind,
): Promise<Document<Body>[]> {
  const all = await newestDocuments<Body>(store, [kind]);
  return all.filter((document) => !document.deleted);
}

/** The newest version of a document, deleted ones too. */
export async function newestVersion<Body>(
  { store }: Pick<DocumentContext, 'store'>,
  kind: DocumentKind,
  id: string,
): Promise<Document<Body> | undefined> {
  const [document] = await newestDocuments<Body>(store, [kind], id);
  return document;
}

export interface Change<Body> {
  readonly kind: DocumentKind;
  readonly id: string;
  readonly body: Body;
  readonly author?: string;
  readonly deleted?: boolean;
}

/**
 * Writes the version after `current`. Who else wrote it first is answered with 412: what they
 * wrote has not been looked at.
 */
export async function writeNext<Body>(
  { documents, now }: DocumentContext,
  current: Document<Body> | undefined,
  { kind, id, body, author = ANONYMOUS, deleted = false }: Change<Body>,
): Promise<Document<Body>> {
  const next: NewDocument<Body> = {
    kind,
    id,
    version: (current?.version ?? 0) + 1,
    deleted,
    author,
    origin: current && !current.deleted ? current.origin : 'api',
    body,
  };
  const time = now();
  try {
    await writeDocument(documents, next, time);
  } catch (error) {
    if (error instanceof VersionConflictError) throw staleVersion(undefined);
    throw error;
  }
  return { ...next, time };
}
