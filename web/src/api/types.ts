import type { components, operations } from './schema.d.ts';

/** The body of an operation's good answer. */
export type Reply<Id extends keyof operations> = operations[Id] extends {
  responses: { 200: { content: { 'application/json': infer Body } } };
}
  ? Body
  : never;

export type QueryOf<Id extends keyof operations> = NonNullable<
  operations[Id]['parameters']['query']
>;

export type ServiceSummary = Reply<'listServices'>['services'][number];
export type Health = ServiceSummary['health'];
export type TraceSummary = Reply<'searchTraces'>['traces'][number];
export type Trace = Reply<'getTrace'>;
export type Span = Trace['spans'][number];
export type SpanEvent = Span['events'][number];
export type SpanLink = Span['links'][number];
export type LogRecord = Reply<'searchLogs'>['logs'][number];
export type Correlation = Reply<'getCorrelation'>;
export type Exemplar = Correlation['exemplars'][number];
export type Attributes = Span['attributes'];
export type AttributeTypes = Span['attributeTypes'];

type Schemas = components['schemas'];
export type Alarm = Schemas['Alarm'];
export type AlarmRule = Schemas['AlarmRule'];
export type RuleAction = NonNullable<AlarmRule['actions']>[number];
export type StoredRule = Schemas['StoredRule'];
export type Channel = Schemas['Channel'];
export type ChannelBody = Schemas['ChannelBody'];
export type TraceComparison = Schemas['TraceComparison'];
export type ControlEvent = Schemas['ControlEvent'];
export type ControlStatus = Schemas['ControlStatus'];
export type Action = Schemas['Action'];
