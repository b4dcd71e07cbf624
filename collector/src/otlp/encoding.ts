/** How a request's body is written down … */
export const FORMATS = ['protobuf', 'json'] as const;
export type Format = (typeof FORMATS)[number];

/** … and how it was made smaller for the way. */
export const ENCODINGS = ['identity', 'gzip', 'deflate', 'zstd'] as const;
export type Encoding = (typeof ENCODINGS)[number];
