import { replies } from '../../schemas/replies.ts';
import type { Api, FeatureContext } from '../context.ts';
import { Alarm, AlarmHistoryReply, AlarmParams, AlarmsQuery, AlarmsReply } from './schema.ts';
import { alarmHistory, getAlarm, listAlarms } from './service.ts';

export function registerAlarms(app: Api, { store, now }: FeatureContext): void {
  app.get(
    '/alarms',
    {
      schema: {
        operationId: 'listAlarms',
        summary: 'Alarms now, and those that were resolved a short while ago',
        tags: ['alarms'],
        querystring: AlarmsQuery,
        response: replies(AlarmsReply, []),
      },
    },
    async (request) => ({ alarms: await listAlarms(store, request.query, now()) }),
  );

  app.get(
    '/alarms/:fingerprint',
    {
      schema: {
        operationId: 'getAlarm',
        summary: 'An alarm as it was last seen',
        tags: ['alarms'],
        params: AlarmParams,
        response: replies(Alarm, ['alarm_not_found']),
      },
    },
    (request) => getAlarm(store, request.params.fingerprint),
  );

  app.get(
    '/alarms/:fingerprint/history',
    {
      schema: {
        operationId: 'getAlarmHistory',
        summary: 'Every transition of an alarm',
        tags: ['alarms'],
        params: AlarmParams,
        response: replies(AlarmHistoryReply, ['alarm_not_found']),
      },
    },
    async (request) => ({ events: await alarmHistory(store, request.params.fingerprint) }),
  );
}
