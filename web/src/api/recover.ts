import { ApiError } from './problem.ts';

const ASK_AGAIN_MS = 3000;

interface Asked {
  readonly state: { readonly error: unknown };
}

/**
 * For `refetchInterval`: what failed for a reason that passes, such as a restart, is asked again
 * until it is answered; otherwise as the page wishes.
 */
export const untilAnswered =
  <Query extends Asked>(otherwise: number | false | ((query: Query) => number | false)) =>
  (query: Query): number | false => {
    const { error } = query.state;
    if (error instanceof ApiError && error.passing) return ASK_AGAIN_MS;
    return typeof otherwise === 'function' ? otherwise(query) : otherwise;
  };
