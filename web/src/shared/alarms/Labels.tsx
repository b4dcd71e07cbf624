import css from './alarms.module.css';

/** What says where comes first: it is still there when the rest is left out. */
const FIRST = ['service', 'instance'];
const rank = (name: string): number => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);

interface Props {
  labels: Readonly<Record<string, string>>;
  /** For rows of a table: a chip that does not fit is left out. */
  oneLine?: boolean;
}

/** Labels as chips, those that say where first; texts as they are, whoever wrote them. */
export function Labels({ labels, oneLine = false }: Props) {
  const entries = Object.entries(labels).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return (
    <span className={`${css['labels']} ${oneLine ? css['oneLine'] : ''}`}>
      {entries.map(([name, value]) => (
        <span key={name} className={css['label']} title={`${name}: ${value}`}>
          <span className={css['labelName']}>{name}</span>
          <span className="cut">{value === '' ? '(empty)' : value}</span>
        </span>
      ))}
    </span>
  );
}
