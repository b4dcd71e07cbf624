import { SettingsError } from '@nunchi/store/runtime/settings';

/** A part could not start; the lines are its own words, its name in front. */
export class StartError extends Error {
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join('; '));
    this.name = 'StartError';
    this.lines = lines;
  }
}

/** Why nothing was started: one line for each problem. */
export function startProblems(error: unknown): readonly string[] {
  if (error instanceof StartError) return error.lines;
  if (error instanceof SettingsError) return error.problems.map((line) => `nunchi: ${line}`);
  return [`nunchi: ${error instanceof Error ? error.message : String(error)}`];
}

/** The same lines for where the part's name is told anyway. */
export function withoutPrefix(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.replace(/^nunchi [\w-]+: /, ''));
}
