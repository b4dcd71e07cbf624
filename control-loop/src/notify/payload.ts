import type { NotificationSnapshot } from '@nunchi/store/control/snapshots';

/** What Alertmanager sends while an alert has not ended. */
const NOT_ENDED = '0001-01-01T00:00:00Z';

/**
 * The body of a webhook as Alertmanager sends it (version 4 of its webhook payload), so that its
 * receivers understand it. One message is about one alarm.
 */
export function webhookPayload({ alarm, status, channel }: NotificationSnapshot) {
  const labels = { ...alarm.labels, alertname: alarm.ruleName, severity: alarm.severity };
  const annotations = { ...alarm.annotations, condition: alarm.condition };
  const endedAt = status === 'resolved' ? alarm.resolvedAt : null;
  return {
    version: '4',
    groupKey: `${alarm.ruleId}:${alarm.fingerprint}`,
    truncatedAlerts: 0,
    status,
    receiver: channel,
    groupLabels: { alertname: alarm.ruleName },
    commonLabels: labels,
    commonAnnotations: annotations,
    externalURL: '',
    alerts: [
      {
        status,
        labels,
        annotations,
        startsAt: new Date(alarm.firedAt ?? alarm.activeSince).toISOString(),
        endsAt: endedAt === null ? NOT_ENDED : new Date(endedAt).toISOString(),
        generatorURL: '',
        fingerprint: alarm.fingerprint,
      },
    ],
  };
}
