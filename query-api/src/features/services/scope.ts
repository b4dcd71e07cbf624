import type { Scope } from '@nunchi/store/queries/services/scope';

/** The filters of a question about services. */
export function scopeOf(query: { [K in keyof Scope]?: Scope[K] | undefined }): Scope {
  const { namespace, environment, version } = query;
  return {
    ...(namespace !== undefined && { namespace }),
    ...(environment !== undefined && { environment }),
    ...(version !== undefined && { version }),
  };
}
