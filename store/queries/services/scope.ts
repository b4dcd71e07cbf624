import type { Parameters } from '../../client.ts';

/** Which part of the services a question is about; what is not given is not asked for. */
export interface Scope {
  readonly namespace?: string;
  readonly environment?: string;
  readonly version?: string;
  readonly service?: string;
}

const COLUMNS = ['service', 'namespace', 'environment', 'version'] as const;

/** SQL: the columns of that name are as the scope says, with {@link scopeParameters}. */
export function inScope(scope: Scope): string {
  const given = COLUMNS.filter((column) => scope[column] !== undefined);
  return given.map((column) => `${column} = {${column}:String}`).join(' AND ') || '1';
}

export function scopeParameters(scope: Scope): Parameters {
  return Object.fromEntries(
    COLUMNS.filter((column) => scope[column] !== undefined).map((column) => [
      column,
      scope[column],
    ]),
  );
}
