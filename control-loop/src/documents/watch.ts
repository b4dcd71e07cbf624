import type { Questionable } from '@nunchi/store';
import { type Document, type DocumentKind, newestDocuments } from '@nunchi/store/control/documents';

const KINDS: readonly DocumentKind[] = [
  'alarm-rule',
  'channel',
  'service-config',
  'decision',
  'kill-switch',
];

/** The documents as they were at the last refresh. */
export class DocumentWatch {
  readonly #store: Questionable;
  #documents: readonly Document[] = [];

  constructor(store: Questionable) {
    this.#store = store;
  }

  /** Reads the newest versions; throws when the store does not answer, and keeps what it had. */
  async refresh(): Promise<void> {
    this.#documents = await newestDocuments(this.#store, KINDS);
  }

  /** Documents of a kind, without those that were deleted. */
  of<Body>(kind: DocumentKind): readonly Document<Body>[] {
    return this.#documents.filter(
      (document) => document.kind === kind && !document.deleted,
    ) as Document<Body>[];
  }

  /** Every document of a kind that ever was, deleted ones too. */
  ever(kind: DocumentKind): readonly Document[] {
    return this.#documents.filter((document) => document.kind === kind);
  }
}
