import type { Questionable } from '@nunchi/store';
import type { TimeRange } from '@nunchi/store/queries/time';
import type { Static } from 'typebox';
import { ApiError } from '../../errors.ts';
import type { ServiceMapReply } from './schema.ts';

export async function getServiceMap(
  _store: Questionable,
  _range: TimeRange,
): Promise<Static<typeof ServiceMapReply>> {
  throw new ApiError('query_too_large', 'There is no service map yet.');
}
