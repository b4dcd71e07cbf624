import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { untilAnswered } from '../../api/recover.ts';
import { SkeletonRows, useTitle } from '../../shared/ui/Page.tsx';
import page from '../../shared/ui/page.module.css';
import { ServiceLink } from '../../shared/ui/ServiceLink.tsx';
import { Failed } from '../../shared/ui/States.tsx';
import { RelativeTime } from '../../shared/ui/Time.tsx';
import { serviceConfigQuery } from './api/queries.ts';
import { ConfigForm } from './components/ConfigForm.tsx';
import { Uptake } from './components/Uptake.tsx';
import css from './instances.module.css';

/** What is wanted of every instance of a service, and which of them have it. */
export function ServiceConfigPage() {
  const { service } = useParams({ from: '/services/$service/config' });
  useTitle(`Configuration of ${service}`);
  const query = useQuery({
    ...serviceConfigQuery(service),
    // The form begins with what is there when it is opened; a newer version shows when saving.
    staleTime: 0,
    refetchInterval: untilAnswered(false),
  });
  // Counts what was taken from the server anew, each time with a new form.
  const [round, setRound] = useState(0);
  const reload = (): void => void query.refetch().then(() => setRound((now) => now + 1));
  if (query.isFetching && !query.isFetchedAfterMount) return <SkeletonRows rows={6} />;
  if (!query.data) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const { version, author, updatedAt } = query.data;
  return (
    <div className={page['page']}>
      <header className={css['header']}>
        <div className={css['title']}>
          <Link to="/instances" search={{ service }} className={css['crumb']}>
            Instances
          </Link>
          <span className="faint" aria-hidden="true">
            /
          </span>
          <ServiceLink service={service} />
          <span className="faint" aria-hidden="true">
            /
          </span>
          <h1>Configuration</h1>
          <span className="muted">
            {version === 0 || updatedAt === null ? (
              'Nothing was ever set'
            ) : (
              <>
                Version {version}, by {author}, <RelativeTime nano={`${updatedAt}000000`} />
              </>
            )}
          </span>
        </div>
      </header>
      <div className={`${page['body']} ${css['editor']}`}>
        <ConfigForm key={round} stored={query.data} reload={reload} />
        <Uptake service={service} />
      </div>
    </div>
  );
}
