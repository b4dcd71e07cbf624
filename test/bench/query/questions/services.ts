import { SERVICES } from '../data/shop.ts';
import { asMs, type Question, url } from '../question.ts';
import { askServices } from './lean-services.ts';
import { hoursOf } from './ranges.ts';

const services = (hours: number): Question => ({
  name: `services, rates and quantiles of ${hours} h`,
  atMostMs: 100,
  async make(_store, filled, count) {
    return hoursOf(filled, hours, count).map((range) => ({
      path: url('/services', { from: asMs(range.from), to: asMs(range.to) }),
      lean: (ask) => askServices(ask, range),
    }));
  },
  wrong: ({ services: found }) =>
    found?.filter(({ requests }) => requests > 0).length === SERVICES.length
      ? undefined
      : `it does not have ${SERVICES.length} services that answered requests`,
});

export const servicesOfAnHour = services(1);
export const servicesOfADay = services(24);
