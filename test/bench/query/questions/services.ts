import { rangeParameters, within } from '../../../../store/queries/time.ts';
import { SERVICES } from '../data/shop.ts';
import { asMs, type Question, url } from '../question.ts';
import { hoursOf } from './ranges.ts';

const services = (hours: number): Question => ({
  name: `services, rates and quantiles of ${hours} h`,
  atMostMs: 100,
  async make(_store, filled, count) {
    return hoursOf(filled, hours, count).map((range) => ({
      path: url('/services', { from: asMs(range.from), to: asMs(range.to) }),
      lean: (ask) =>
        Promise.all([REQUESTS, INSTANCES].map((sql) => ask.rows(sql, rangeParameters(range)))),
    }));
  },
  wrong: ({ services: found }) =>
    found?.filter(({ requests }) => requests > 0).length === SERVICES.length
      ? undefined
      : `it does not have ${SERVICES.length} services that answered requests`,
});

export const servicesOfAnHour = services(1);
export const servicesOfADay = services(24);

const REQUESTS = `
  SELECT service, count(), countIf(status_code = 2), quantiles(0.5, 0.95, 0.99)(duration_ns),
    min(start_time), max(start_time)
  FROM spans
  WHERE ${within('start_time')} AND kind IN (2, 5)
  GROUP BY service`;
const INSTANCES = `
  SELECT service, uniqExact(instance), max(last_seen), groupUniqArray(version)
  FROM resources
  WHERE last_seen >= fromUnixTimestamp64Nano({from:Int64}) AND first_seen < fromUnixTimestamp64Nano({to:Int64})
  GROUP BY service`;
