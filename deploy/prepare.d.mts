/** What tests use of prepare.mjs, which is plain JavaScript. */
export declare function buildAgent(node?: string): Promise<void>;
