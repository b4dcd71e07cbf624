import { RANGE_PROBLEMS, WRITE_PROBLEMS } from '../../errors.ts';
import { strictly } from '../../plugins/strictly.ts';
import { replies } from '../../schemas/replies.ts';
import { type Api, BODY_LIMIT, type FeatureContext } from '../context.ts';
import { decide, getAction, listActions } from './actions-service.ts';
import { searchEvents } from './events-service.ts';
import { getKillSwitch, setKillSwitch } from './kill-switch-service.ts';
import {
  Action,
  ActionParams,
  ActionsQuery,
  ActionsReply,
  ControlStatusReply,
  DecisionBody,
  EventsQuery,
  EventsReply,
  KillSwitch,
  KillSwitchBody,
} from './schema.ts';
import { controlStatus } from './status-service.ts';

export function registerControl(app: Api, context: FeatureContext): void {
  app.get(
    '/control/status',
    {
      schema: {
        operationId: 'getControlStatus',
        summary: 'Whether the control loop is at work, and what it is busy with',
        tags: ['control'],
        response: replies(ControlStatusReply, []),
      },
    },
    () => controlStatus(context),
  );

  app.get(
    '/control/events',
    {
      schema: {
        operationId: 'listControlEvents',
        summary: 'What the control loop observed, decided and did, newest first',
        description: 'By default of the last 24 hours. A cursor keeps the range of the first page.',
        tags: ['control'],
        querystring: EventsQuery,
        response: replies(EventsReply, [...RANGE_PROBLEMS, 'invalid_cursor']),
      },
    },
    (request) => searchEvents(context.store, request.query, context.now()),
  );

  app.get(
    '/control/actions',
    {
      schema: {
        operationId: 'listActions',
        summary: 'Actions as they are now, newest first',
        tags: ['control'],
        querystring: ActionsQuery,
        response: replies(ActionsReply, []),
      },
    },
    async (request) => ({ actions: await listActions(context, request.query.state) }),
  );

  app.get(
    '/control/actions/:id',
    {
      schema: {
        operationId: 'getAction',
        summary: 'An action as it is now',
        tags: ['control'],
        params: ActionParams,
        response: replies(Action, ['action_not_found']),
      },
    },
    (request) => getAction(context, request.params.id),
  );

  registerDecision(app, context, 'approve', 'approveAction', 'Lets an action that waits be done');
  registerDecision(app, context, 'reject', 'rejectAction', 'Forbids an action that waits');
  registerDecision(app, context, 'rollback', 'rollBackAction', 'Takes back an action in force');
  registerKillSwitch(app, context);
}

function registerDecision(
  app: Api,
  context: FeatureContext,
  word: 'approve' | 'reject' | 'rollback',
  operationId: string,
  summary: string,
): void {
  app.post(
    `/control/actions/:id/${word}`,
    {
      bodyLimit: BODY_LIMIT,
      validatorCompiler: strictly,
      // A word needs no more words.
      preValidation: async (request) => {
        request.body ??= {};
      },
      schema: {
        operationId,
        summary,
        description: 'The control loop acts on it within seconds, if it is at work.',
        tags: ['control'],
        params: ActionParams,
        body: DecisionBody,
        response: replies(Action, [
          ...WRITE_PROBLEMS,
          'action_not_found',
          'action_not_open',
          'version_stale',
        ]),
      },
    },
    (request) => decide(context, request.params.id, word, request.body),
  );
}

function registerKillSwitch(app: Api, context: FeatureContext): void {
  app.get(
    '/control/kill-switch',
    {
      schema: {
        operationId: 'getKillSwitch',
        summary: 'Whether the control loop may act at all',
        tags: ['control'],
        response: replies(KillSwitch, []),
      },
    },
    () => getKillSwitch(context),
  );

  app.put(
    '/control/kill-switch',
    {
      bodyLimit: BODY_LIMIT,
      validatorCompiler: strictly,
      schema: {
        operationId: 'setKillSwitch',
        summary: 'Stops the control loop from acting, or lets it act again',
        description:
          'What is in force on agents is taken back; while the loop is away, they hold it until its time to live ends.',
        tags: ['control'],
        body: KillSwitchBody,
        response: replies(KillSwitch, [...WRITE_PROBLEMS, 'version_stale']),
      },
    },
    (request) => setKillSwitch(context, request.body),
  );
}
