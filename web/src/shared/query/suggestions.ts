export interface Suggestion {
  readonly text: string;
  /** How many records have it; undefined where nobody counted. */
  readonly count?: number;
}

/** What the data offers to continue a query with, best first. */
export interface Suggestions {
  readonly fields: (prefix: string) => Promise<readonly Suggestion[]>;
  readonly values: (field: string, prefix: string) => Promise<readonly Suggestion[]>;
}
