import type { Static } from 'typebox';
import { ApiError } from '../../errors.ts';
import type { FeatureContext } from '../context.ts';
import type { PreviewReply } from './schema.ts';

export async function previewRule(
  _context: FeatureContext,
  _body: unknown,
): Promise<Static<typeof PreviewReply>> {
  throw new ApiError('query_too_large', 'Rules cannot be previewed yet.');
}
