import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { logsQuery, WARNING } from '../api/queries.ts';
import { FewLogs } from '../components/FewLogs.tsx';
import { Nothing, Part } from '../components/Part.tsx';
import css from '../components/part.module.css';
import { asPart, type PartProps } from './ask.ts';

export function LogsPart({ asked, refreshMs }: PartProps) {
  const { service } = asked;
  const query = useQuery({ ...logsQuery(asked), ...asPart(refreshMs) });
  const logs = query.data?.logs ?? [];
  return (
    <Part
      title="Warnings and errors"
      more={
        <>
          <Link to="/logs" search={{ service, minSeverity: WARNING }} className={css['moreLink']}>
            More
            <span className="sr-only"> warnings and errors</span>
          </Link>
          <Link to="/logs" search={{ service }} className={css['moreLink']}>
            All logs
          </Link>
        </>
      }
      query={query}
      hasData={query.data !== undefined}
      height={164}
      nothing={
        logs.length === 0 ? (
          <Nothing>It logged no warning and no error in this time.</Nothing>
        ) : undefined
      }
    >
      <FewLogs logs={logs} />
    </Part>
  );
}
