import { createRequire } from 'node:module';

/**
 * The copy of @bufbuild/protobuf that @elastic/opamp-client-node has loaded, as CommonJS. An
 * import would load the package a second time, as ES modules: some 8 MB in every host.
 */
const require = createRequire(import.meta.url);
export const {
  create,
  toBinary,
}: typeof import('@bufbuild/protobuf') = require('@bufbuild/protobuf');
