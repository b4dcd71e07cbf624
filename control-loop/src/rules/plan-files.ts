import { isDeepStrictEqual } from 'node:util';
import type { Document, NewDocument } from '@nunchi/store/control/documents';
import type { RuleFile } from './parse-file.ts';

/**
 * The versions to write so that the documents of origin `file` are what the files say. What a
 * broken file once said stays. `files`: every file that there is, by name; `ever`: every document
 * of kind `alarm-rule` that ever was, newest versions.
 */
export function planFiles(
  files: ReadonlyMap<string, RuleFile>,
  ever: readonly Document[],
): NewDocument[] {
  const byId = new Map(ever.map((document) => [document.id, document]));
  const planned: NewDocument[] = [];
  const wanted = new Set<string>();
  for (const [file, parsed] of files) {
    if (!parsed.ok) continue;
    for (const { id, rule } of parsed.rules) {
      wanted.add(id);
      const newest = byId.get(id);
      if (newest && !newest.deleted && isDeepStrictEqual(newest.body, rule)) continue;
      planned.push(version(id, newest, file, rule));
    }
  }
  for (const document of ever) {
    const { id, origin, deleted, author, body } = document;
    if (origin !== 'file' || deleted || wanted.has(id)) continue;
    if (files.get(author)?.ok === false) continue;
    planned.push({ ...version(id, document, author, body), deleted: true });
  }
  return planned;
}

function version(
  id: string,
  newest: Document | undefined,
  author: string,
  body: unknown,
): NewDocument {
  const next = (newest?.version ?? 0) + 1;
  return { kind: 'alarm-rule', id, version: next, deleted: false, author, origin: 'file', body };
}
