import type { Static } from 'typebox';
import { ApiError, RANGE_PROBLEMS } from '../../errors.ts';
import type { TimeRange } from '@nunchi/store/queries/time';
import { parseRange } from '../../model/time.ts';
import { replies } from '../../schemas/replies.ts';
import type { Api, FeatureContext } from '../context.ts';
import { scopeOf } from '../services/scope.ts';
import { ServiceMapQuery, ServiceMapReply } from './schema.ts';
import { getServiceMap } from './service.ts';

export function registerServiceMap(app: Api, { store, now }: FeatureContext): void {
  app.get(
    '/service-map',
    {
      schema: {
        operationId: 'getServiceMap',
        summary: 'Which services call which, how often, how fast, and with what success',
        description:
          'Services that call nobody are there too. Databases, queues and hosts that send no spans are known from the spans of those that call them. Of a range of half an hour and more, edges are counted in whole minutes.',
        tags: ['services'],
        querystring: ServiceMapQuery,
        response: replies(ServiceMapReply, RANGE_PROBLEMS),
      },
    },
    ({ query }) =>
      getServiceMap(store, {
        range: parseRange(query, now()),
        scope: scopeOf(query),
        before: parseBefore(query, now()),
        focus: query.focus,
        depth: query.depth,
        askedAt: BigInt(now()) * 1_000_000n,
      }),
  );
}

type Query = Pick<Static<typeof ServiceMapQuery>, 'beforeFrom' | 'beforeTo'>;

/** The range to compare with; undefined where none is given. */
function parseBefore({ beforeFrom, beforeTo }: Query, now: number): TimeRange | undefined {
  if (beforeFrom === undefined && beforeTo === undefined) return undefined;
  if (beforeFrom === undefined || beforeTo === undefined) {
    const parameter = beforeFrom === undefined ? 'beforeFrom' : 'beforeTo';
    const detail = `${parameter} is missing: a range to compare with has beforeFrom and beforeTo`;
    throw new ApiError('invalid_parameter', detail, { parameter });
  }
  const names = { from: 'beforeFrom', to: 'beforeTo' };
  return parseRange({ from: beforeFrom, to: beforeTo }, now, names);
}
