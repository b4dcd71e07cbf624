import type { Document } from '@nunchi/store/control/documents';
import { ApiError } from '../errors.ts';

/** The ETag of a version. */
export const etag = (version: number): string => `"${version}"`;

/** Throws unless `If-Match` names the version that is there; 0 stands for none. */
export function checkVersion(ifMatch: string | undefined, current: number): void {
  if (ifMatch === undefined) {
    throw new ApiError(
      'version_missing',
      'say in If-Match which version is to be replaced: the ETag of the answer to GET',
      { parameter: 'if-match' },
    );
  }
  const accepted = ifMatch.split(',').map((part) => part.trim().replace(/^W\//, ''));
  if (accepted.includes('*') || accepted.includes(etag(current))) return;
  if (accepted.includes(String(current))) return;
  throw staleVersion(current);
}

export const staleVersion = (current: Document['version'] | undefined): ApiError =>
  new ApiError(
    'version_stale',
    `${current === undefined ? 'there is a newer version' : `version ${current} is there now`}; read it, and decide again`,
    { parameter: 'if-match' },
  );
