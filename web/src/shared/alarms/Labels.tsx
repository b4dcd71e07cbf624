import css from './alarms.module.css';

/** Labels as chips, in the order of their names; texts as they are, whoever wrote them. */
export function Labels({ labels }: { labels: Readonly<Record<string, string>> }) {
  const entries = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return (
    <span className={css['labels']}>
      {entries.map(([name, value]) => (
        <span key={name} className={css['label']} title={`${name}: ${value}`}>
          <span className={css['labelName']}>{name}</span>
          <span className="cut">{value === '' ? '(empty)' : value}</span>
        </span>
      ))}
    </span>
  );
}
