import type { Store } from '@nunchi/store';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../app.ts';
import { PROBLEMS, type ProblemCode } from '../errors.ts';
import type { Api } from '../features/context.ts';

interface Operation {
  operationId: string;
  summary: string;
  parameters?: { name: string; required?: boolean; schema: object }[];
  responses: Record<string, { description: string; content: Record<string, { schema: object }> }>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

let app: Api;
let document: Document;
let operations: Operation[];

beforeAll(async () => {
  app = await buildApp({ webDir: tmpdir() }, { store: {} as Store });
  document = (await app.inject('/api/openapi.json')).json();
  operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
});
afterAll(() => app.close());

describe('the OpenAPI document', () => {
  it('has every question, and nothing that is not one', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(
      Object.fromEntries(
        Object.entries(document.paths).map(([path, methods]) => [
          path,
          Object.values(methods)
            .map(({ operationId }) => operationId)
            .join(' '),
        ]),
      ),
    ).toEqual({
      '/api/v1/about': 'getAbout',
      '/api/v1/services': 'listServices',
      '/api/v1/services/{service}': 'getService',
      '/api/v1/services/{service}/operations': 'listOperations',
      '/api/v1/services/{service}/series': 'getServiceSeries',
      '/api/v1/traces': 'searchTraces',
      '/api/v1/traces/heatmap': 'getTraceHeatmap',
      '/api/v1/traces/compare': 'compareTraces',
      '/api/v1/traces/fields': 'listTraceFields',
      '/api/v1/traces/values': 'listTraceValues',
      '/api/v1/traces/{traceId}': 'getTrace',
      '/api/v1/logs': 'searchLogs',
      '/api/v1/metrics': 'listMetrics',
      '/api/v1/metrics/query': 'queryMetric',
      '/api/v1/correlations/{correlationId}': 'getCorrelation',
      '/api/v1/service-map': 'getServiceMap',
      '/api/v1/alarm-rules': 'listAlarmRules createAlarmRule',
      '/api/v1/alarm-rules/{id}': 'getAlarmRule replaceAlarmRule deleteAlarmRule',
      '/api/v1/alarm-rules/preview': 'previewAlarmRule',
      '/api/v1/alarms': 'listAlarms',
      '/api/v1/alarms/{fingerprint}': 'getAlarm',
      '/api/v1/alarms/{fingerprint}/history': 'getAlarmHistory',
      '/api/v1/channels': 'listChannels createChannel',
      '/api/v1/channels/{name}': 'getChannel replaceChannel deleteChannel',
      '/api/v1/control/status': 'getControlStatus',
      '/api/v1/control/events': 'listControlEvents',
      '/api/v1/control/actions': 'listActions',
      '/api/v1/control/actions/{id}': 'getAction',
      '/api/v1/control/actions/{id}/approve': 'approveAction',
      '/api/v1/control/actions/{id}/reject': 'rejectAction',
      '/api/v1/control/actions/{id}/rollback': 'rollBackAction',
      '/api/v1/control/kill-switch': 'getKillSwitch setKillSwitch',
      '/api/v1/instances': 'listInstances',
      '/api/v1/instances/{instanceUid}': 'getInstance',
      '/api/v1/services/{service}/config': 'getServiceConfig replaceServiceConfig',
      '/api/v1/pipeline': 'getPipeline',
    });
  });

  it('names what several replies share, and refers to it', () => {
    expect(Object.keys(document.components.schemas)).toEqual([
      'Action',
      'Alarm',
      'AlarmRule',
      'Channel',
      'ChannelBody',
      'ControlEvent',
      'ControlStatus',
      'Instance',
      'InstanceDetails',
      'KillSwitch',
      'LogRecord',
      'Problem',
      'RulePreview',
      'ServiceConfig',
      'ServiceMapEdge',
      'ServiceMapNode',
      'ServiceSettings',
      'Span',
      'StoredRule',
      'TraceComparison',
      'TraceHeatmap',
      'TraceSummary',
    ]);
    const text = JSON.stringify(document);
    expect(text).toContain('"$ref":"#/components/schemas/Span"');
    expect(text).not.toMatch(/\$id|x-schema-name|additionalItems|patternProperties/);
  });

  it('asks for no parameter that has a default', () => {
    const optional = operations
      .flatMap((operation) => operation.parameters ?? [])
      .filter((parameter) => 'default' in parameter.schema);
    expect(optional.length).toBeGreaterThan(0);
    expect(optional.filter((parameter) => parameter.required)).toEqual([]);
  });

  it('declares problems as the error catalogue has them, and the catalogue has no others', () => {
    const declared = new Map<string, string>();
    for (const { responses } of operations) {
      for (const [status, { description, content }] of Object.entries(responses)) {
        if (status.startsWith('2')) continue;
        expect(content).toEqual({
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        });
        for (const [, code = ''] of description.matchAll(/`(\w+)`/g)) declared.set(code, status);
      }
    }
    // An unknown path has no entry in the document.
    const expected = (Object.keys(PROBLEMS) as ProblemCode[])
      .filter((code) => code !== 'route_not_found')
      .map((code) => [code, String(PROBLEMS[code].status)]);
    expect([...declared].sort()).toEqual(expected.sort());
  });
});

describe('the page at /api/docs', () => {
  it('runs under the security policy: no script in the page itself', async () => {
    const page = await app.inject({ url: '/api/docs', headers: { accept: 'text/html' } });
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toMatch(/<script(?![^>]*\bsrc=)/);
    const sources = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url = '']) => url);
    expect(sources.length).toBeGreaterThan(3);
    for (const source of sources) {
      const url = new URL(source, 'http://localhost/api/docs').pathname;
      expect((await app.inject(url)).statusCode, url).toBe(200);
    }
  });
});
