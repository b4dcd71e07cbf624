import { RANGE_PROBLEMS, VERSION_PROBLEMS, WRITE_PROBLEMS } from '../../errors.ts';
import { etag } from '../../model/version.ts';
import { strictly, strictlyButBody } from '../../plugins/strictly.ts';
import { IfMatch } from '../../schemas/common.ts';
import { created, emptied, replies } from '../../schemas/replies.ts';
import { type Api, BODY_LIMIT, type FeatureContext } from '../context.ts';
import { previewRule } from './preview-service.ts';
import {
  AlarmRule,
  PreviewBody,
  PreviewReply,
  RuleParams,
  RulesReply,
  StoredRule,
} from './schema.ts';
import { createRule, deleteRule, getRule, listRules, replaceRule } from './service.ts';

export function registerAlarmRules(app: Api, context: FeatureContext): void {
  app.get(
    '/alarm-rules',
    {
      schema: {
        operationId: 'listAlarmRules',
        summary: 'Alarm rules, each with its last evaluation',
        tags: ['alarms'],
        response: replies(RulesReply, []),
      },
    },
    async () => ({ rules: await listRules(context) }),
  );

  app.post(
    '/alarm-rules',
    {
      bodyLimit: BODY_LIMIT,
      validatorCompiler: strictlyButBody,
      schema: {
        operationId: 'createAlarmRule',
        summary: 'A new alarm rule',
        tags: ['alarms'],
        body: AlarmRule,
        response: created(StoredRule, [...WRITE_PROBLEMS, 'invalid_rule']),
      },
    },
    async (request, reply) => {
      const made = await createRule(context, request.body);
      reply.header('etag', etag(made.version)).header('location', `${request.url}/${made.id}`);
      return reply.code(201).send(made);
    },
  );

  app.get(
    '/alarm-rules/:id',
    {
      schema: {
        operationId: 'getAlarmRule',
        summary: 'An alarm rule; its version is the ETag',
        tags: ['alarms'],
        params: RuleParams,
        response: replies(StoredRule, ['rule_not_found']),
      },
    },
    async (request, reply) => {
      const rule = await getRule(context, request.params.id);
      reply.header('etag', etag(rule.version));
      return rule;
    },
  );

  app.put(
    '/alarm-rules/:id',
    {
      bodyLimit: BODY_LIMIT,
      validatorCompiler: strictlyButBody,
      schema: {
        operationId: 'replaceAlarmRule',
        summary: 'Replaces an alarm rule; If-Match names the version that it replaces',
        description: 'Rules from files are changed in their file.',
        tags: ['alarms'],
        params: RuleParams,
        headers: IfMatch,
        body: AlarmRule,
        response: replies(StoredRule, [
          ...WRITE_PROBLEMS,
          ...VERSION_PROBLEMS,
          'invalid_rule',
          'rule_not_found',
          'rule_protected',
        ]),
      },
    },
    async (request, reply) => {
      const ifMatch = request.headers['if-match'];
      const rule = await replaceRule(context, request.params.id, ifMatch, request.body);
      reply.header('etag', etag(rule.version));
      return rule;
    },
  );

  app.delete(
    '/alarm-rules/:id',
    {
      validatorCompiler: strictly,
      schema: {
        operationId: 'deleteAlarmRule',
        summary: 'Deletes an alarm rule; default rules can be disabled instead',
        tags: ['alarms'],
        params: RuleParams,
        response: emptied(['cross_site', 'rule_not_found', 'rule_protected', 'version_stale']),
      },
    },
    async (request, reply) => {
      await deleteRule(context, request.params.id);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/alarm-rules/preview',
    {
      bodyLimit: BODY_LIMIT,
      validatorCompiler: strictlyButBody,
      schema: {
        operationId: 'previewAlarmRule',
        summary: 'When a rule would have fired, over what is stored',
        description: 'By default over the last hour. At most 50 series, those with most requests.',
        tags: ['alarms'],
        body: PreviewBody,
        response: replies(PreviewReply, [...WRITE_PROBLEMS, ...RANGE_PROBLEMS, 'invalid_rule']),
      },
    },
    (request) => previewRule(context, request.body),
  );
}
