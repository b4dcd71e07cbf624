import { parseDuration } from '../../../shared/format/duration.ts';
import type { ServiceSettings } from '../api/queries.ts';

/** The form's fields as they are typed. An empty one leaves the choice to the agent. */
export interface Form {
  readonly samplingPercent: string;
  readonly breaker: '' | 'on' | 'off';
  readonly failurePercent: string;
  readonly minimumRequests: string;
  readonly window: string;
  readonly open: string;
}

export type Field = keyof Form;
export type Problems = { readonly [field in Field]?: string };

export const EMPTY: Form = {
  samplingPercent: '',
  breaker: '',
  failurePercent: '',
  minimumRequests: '',
  window: '',
  open: '',
};

export function toForm({ sampling, breaker }: ServiceSettings): Form {
  return {
    samplingPercent: percent(sampling?.ratio),
    breaker: breaker?.enabled === undefined ? '' : breaker.enabled ? 'on' : 'off',
    failurePercent: percent(breaker?.failureRate),
    minimumRequests: breaker?.minimumRequests?.toString() ?? '',
    window: duration(breaker?.windowMs),
    open: duration(breaker?.openMs),
  };
}

const percent = (share: number | undefined): string =>
  share === undefined ? '' : String(Math.round(share * 1e6) / 1e4);

/** As one would type it. */
function duration(ms: number | undefined): string {
  if (ms === undefined) return '';
  return ms % 60_000 === 0 ? `${ms / 60_000}m` : ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}

export type Read =
  | { readonly ok: true; readonly settings: ServiceSettings }
  | { readonly ok: false; readonly problems: Problems };

/** The settings that a form stands for, or what is wrong with which field. */
export function readForm(form: Form): Read {
  const problems: { [field in Field]?: string } = {};
  const number = (
    field: Field,
    parse: (text: string) => number | undefined,
    allowed: (value: number) => boolean,
    problem: string,
  ): number | undefined => {
    const text = form[field].trim();
    if (text === '') return undefined;
    const value = parse(text);
    if (value !== undefined && allowed(value)) return value;
    problems[field] = problem;
    return undefined;
  };
  const ratio = number(
    'samplingPercent',
    parsePercent,
    (value) => value >= 0 && value <= 1,
    'A number from 0 to 100',
  );
  const failureRate = number(
    'failurePercent',
    parsePercent,
    (value) => value > 0 && value <= 1,
    'A number above 0, up to 100',
  );
  const minimumRequests = number(
    'minimumRequests',
    Number,
    (value) => Number.isInteger(value) && value >= 1 && value <= 100_000,
    'A whole number from 1 to 100,000',
  );
  const windowMs = number(
    'window',
    parseDuration,
    (value) => Number.isInteger(value) && value >= 1000 && value <= 600_000,
    'From 1s to 10m, like 10s',
  );
  const openMs = number(
    'open',
    parseDuration,
    (value) => Number.isInteger(value) && value >= 100 && value <= 600_000,
    'From 100ms to 10m, like 5s',
  );
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  const breaker = {
    ...(form.breaker !== '' && { enabled: form.breaker === 'on' }),
    ...(failureRate !== undefined && { failureRate }),
    ...(minimumRequests !== undefined && { minimumRequests }),
    ...(windowMs !== undefined && { windowMs }),
    ...(openMs !== undefined && { openMs }),
  };
  return {
    ok: true,
    settings: {
      ...(ratio !== undefined && { sampling: { ratio } }),
      ...(Object.keys(breaker).length > 0 && { breaker }),
    },
  };
}

function parsePercent(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?|\.\d+)\s*%?$/.exec(text);
  return match ? Math.round(Number(match[1]) * 1e4) / 1e6 : undefined;
}

export const sameForm = (a: Form, b: Form): boolean =>
  (Object.keys(a) as Field[]).every((field) => a[field].trim() === b[field].trim());
