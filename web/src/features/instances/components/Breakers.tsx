import { Badge } from '../../../shared/story/Badge.tsx';
import table from '../../../shared/ui/table.module.css';
import type { Breaker } from '../api/queries.ts';
import css from '../instances.module.css';

const WORDINGS = {
  closed: { word: 'Closed', tone: 'good' },
  open: { word: 'Open', tone: 'bad' },
  'half-open': { word: 'Half-open', tone: 'attention' },
} as const;

/** The circuit breakers of an instance, one for each peer that it calls. */
export function Breakers({ breakers }: { breakers: readonly Breaker[] }) {
  return (
    <section className={css['part']}>
      <h2>Circuit breakers</h2>
      {breakers.length === 0 ? (
        <p className="faint">It has called nobody yet, or its breakers are off.</p>
      ) : (
        <table className={`${table['table']} ${css['inner']}`} aria-label="Circuit breakers">
          <colgroup>
            <col style={{ width: '32%' }} />
            <col style={{ width: '120px' }} />
            <col />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">Towards</th>
              <th scope="col">State</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {breakers.map(({ address, state, reason }) => (
              <tr key={address}>
                <td className="mono">{address}</td>
                <td>
                  <Badge {...WORDINGS[state]} />
                </td>
                <td title={reason}>{reason || <span className="faint">–</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
