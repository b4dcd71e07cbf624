import type { Questionable } from '../../../store/client.ts';
import type { Filled } from './data/fill.ts';

/** One thing that a person may ask. */
export interface Asked {
  /** Below `/api/v1`. */
  readonly path: string;
  /** Posted, where there is one. */
  readonly body?: object;
  /** The leanest SQL that answers the same on the same tables. */
  lean(store: Questionable): Promise<unknown>;
}

/** A kind of question, and how long its answer may take. */
export interface Question {
  readonly name: string;
  readonly atMostMs: number;
  /** So many different ones. */
  make(store: Questionable, filled: Filled, count: number): Promise<Asked[]>;
  /** What is wrong with an answer that is none to this question; a bench of nothing is quick. */
  wrong(answer: Answer): string | undefined;
}

/** As JSON; only what questions look at. */
export interface Answer {
  readonly traces?: readonly unknown[];
  readonly spans?: readonly unknown[] | number;
  readonly services?: readonly { readonly requests: number }[];
  readonly edges?: readonly unknown[];
  /** Of a map: what it does not have. */
  readonly incomplete?: object | null;
  readonly cells?: readonly unknown[];
  readonly selected?: number;
  readonly fields?: readonly unknown[];
}

/** Epoch milliseconds, as the API takes them. */
export const asMs = (nanoseconds: bigint): string => String(nanoseconds / 1_000_000n);

export function url(path: string, parameters: Readonly<Record<string, string>>): string {
  return `${path}?${new URLSearchParams(parameters)}`;
}
