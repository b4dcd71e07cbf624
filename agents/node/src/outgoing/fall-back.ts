// Asks the application for an answer in place of a peer that gives none.
import { context, createContextKey } from '@opentelemetry/api';
import { type CheckedAnswer, checkedAnswer } from './answer.ts';
import type { OutgoingCall } from './call.ts';
import type { CallError } from './errors.ts';
import { noteFallback } from './events.ts';
import { type FailedCall, type Fallback, type FallbackAnswer, fallbackFor } from './fallbacks.ts';

/** Calls that a fallback makes get no fallback themselves: it could call itself for ever. */
const IN_FALLBACK = createContextKey('nunchi fallback');

export interface FallbackReport {
  readonly call: FailedCall;
  readonly host: string;
  /** The application may take as long, at most. */
  readonly withinMs: number;
  onAnswered(): void;
  /** The application's fallback threw, answered what is no answer, or took too long. */
  onFailed(peer: string, problem: unknown): void;
  onFault(error: unknown): void;
}

/** Ends the call with what the application answers, or else with the error. */
export function fallBackOr(call: OutgoingCall, error: CallError, report: FallbackReport): void {
  const fallback = fallbackFor(report.call.peer, report.host);
  if (fallback && context.active().getValue(IN_FALLBACK) !== true) {
    call.runInAsyncScope(ask, undefined, fallback, call, error, report);
  } else {
    call.fail(error);
  }
}

function ask(
  fallback: Fallback,
  call: OutgoingCall,
  error: CallError,
  report: FallbackReport,
): void {
  const failed = (problem: unknown): void => {
    report.onFailed(report.call.peer, problem);
    conclude(call, error, undefined, report);
  };
  const answered = (answer: FallbackAnswer | undefined): void => {
    let checked: CheckedAnswer | undefined;
    try {
      checked = answer && checkedAnswer(answer, report.call);
    } catch (problem) {
      failed(problem);
      return;
    }
    conclude(call, error, checked, report);
  };
  try {
    const marked = context.active().setValue(IN_FALLBACK, true);
    const answer = context.with(marked, () => fallback(report.call));
    if (isPromise(answer)) within(report.withinMs, answer).then(answered, failed);
    else answered(answer);
  } catch (problem) {
    failed(problem);
  }
}

function conclude(
  call: OutgoingCall,
  error: CallError,
  answer: CheckedAnswer | undefined,
  report: FallbackReport,
): void {
  try {
    // The caller may have lost interest meanwhile, or a late answer may have come.
    if (call.isSettled()) return;
    if (!answer) {
      call.fail(error);
      return;
    }
    report.onAnswered();
    noteFallback(call.span(), report.call, answer.status);
    call.answer(answer, error);
  } catch (fault) {
    report.onFault(fault);
  }
}

function isPromise(answer: ReturnType<Fallback>): answer is Promise<FallbackAnswer | undefined> {
  return typeof Reflect.get(Object(answer), 'then') === 'function';
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
