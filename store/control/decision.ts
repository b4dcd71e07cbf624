import Type from 'typebox';
import { words } from '../runtime/schema.ts';

/** A person's word on an action: the body of a `decision` document, whose id is the action's. */
export const Decision = Type.Object({
  word: words(['approve', 'reject', 'rollback']),
  by: Type.String({ maxLength: 100 }),
  comment: Type.String({ maxLength: 2_000 }),
});
export type Decision = Type.Static<typeof Decision>;
