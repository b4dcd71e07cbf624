import css from '../rules.module.css';

const ORIGINS = {
  default: {
    word: 'default',
    says: 'Made by Nunchi; can be changed and switched off, not deleted',
  },
  file: { word: 'file', says: 'From a rule file; changed there' },
  api: { word: 'own', says: 'Made by a person, here or through the API' },
} as const;

/** Where a rule comes from. */
export function OriginBadge({ origin }: { origin: keyof typeof ORIGINS }) {
  const { word, says } = ORIGINS[origin];
  return (
    <span className={css['origin']} title={says}>
      {word}
    </span>
  );
}
