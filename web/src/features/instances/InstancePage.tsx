import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { IconServerOff } from '@tabler/icons-react';
import { ApiError } from '../../api/problem.ts';
import { untilAnswered } from '../../api/recover.ts';
import { StatusMark } from '../../shared/instances/StatusMark.tsx';
import { useTimeRange } from '../../shared/time/useTimeRange.ts';
import { AttributeTable } from '../../shared/ui/AttributeTable.tsx';
import button from '../../shared/ui/button-link.module.css';
import { Fact, Facts } from '../../shared/ui/Fact.tsx';
import { SkeletonRows, useTitle } from '../../shared/ui/Page.tsx';
import page from '../../shared/ui/page.module.css';
import { ServiceLink } from '../../shared/ui/ServiceLink.tsx';
import { ServiceLinks } from '../../shared/ui/ServiceLinks.tsx';
import { Failed, StaleBanner } from '../../shared/ui/States.tsx';
import states from '../../shared/ui/states.module.css';
import { RelativeTime } from '../../shared/ui/Time.tsx';
import { instanceQuery, type InstanceDetails } from './api/queries.ts';
import { Breakers } from './components/Breakers.tsx';
import { ConfigComparison } from './components/ConfigComparison.tsx';
import css from './instances.module.css';
import { readHealth } from './model/instances.ts';

export function InstancePage() {
  const { instanceUid } = useParams({ from: '/instances/$instanceUid' });
  const { refreshMs } = useTimeRange();
  const query = useQuery({
    ...instanceQuery(instanceUid),
    refetchInterval: untilAnswered(refreshMs),
  });
  useTitle(query.data?.instance ?? 'Instance');
  const retry = (): void => void query.refetch();
  if (!query.data) {
    if (!query.isError) return <SkeletonRows />;
    if (query.error instanceof ApiError && query.error.code === 'instance_not_found') {
      return <Unknown />;
    }
    return <Failed error={query.error} retry={retry} />;
  }
  return (
    <div className={page['page']}>
      {query.isError && <StaleBanner error={query.error} retry={retry} />}
      <Header instance={query.data} />
      <div className={`${page['body']} ${css['parts']}`}>
        <ConfigComparison instance={query.data} />
        <Breakers breakers={query.data.breakers} />
        <section className={`${css['part']} ${css['narrow']}`}>
          <h2>What it says of itself</h2>
          <AttributeTable label="Attributes" attributes={query.data.attributes} types={{}} />
        </section>
      </div>
    </div>
  );
}

function Header({ instance }: { instance: InstanceDetails }) {
  const { service } = instance;
  const health = readHealth(instance.health);
  return (
    <header className={css['header']}>
      <div className={css['title']}>
        <Link to="/instances" className={css['crumb']}>
          Instances
        </Link>
        <span className="faint" aria-hidden="true">
          /
        </span>
        <ServiceLink service={service} />
        <span className="faint" aria-hidden="true">
          /
        </span>
        <h1 className="cut">{instance.instance}</h1>
        <StatusMark status={instance.status} />
        <span className={css['grow']} />
        <ServiceLinks service={service} to={['traces', 'logs', 'configuration']} />
      </div>
      <Facts>
        <Fact name="Last heartbeat">
          <RelativeTime nano={instance.lastSeenUnixNano} />
          <span className="faint">every {instance.heartbeatSeconds} s</span>
        </Fact>
        <Fact name="First seen">
          <RelativeTime nano={instance.firstSeenUnixNano} />
        </Fact>
        <Fact name="Health, as it says">
          {health === undefined ? 'not said' : health.healthy ? 'healthy' : 'not healthy'}
          {health && health.status !== '' && <span className="muted">{health.status}</span>}
          {health && health.lastError !== '' && (
            <span className={css['bad']}>{health.lastError}</span>
          )}
        </Fact>
        <Fact name="Version">{instance.version || '–'}</Fact>
        <Fact name="Environment">{instance.environment || '–'}</Fact>
        {instance.namespace !== '' && <Fact name="Namespace">{instance.namespace}</Fact>}
      </Facts>
    </header>
  );
}

function Unknown() {
  return (
    <section className={states['state']}>
      <IconServerOff className={states['icon']} size={30} stroke={1.5} aria-hidden="true" />
      <h2>No such instance</h2>
      <p className={states['detail']}>
        No agent with this uid has reported itself. A service that is started anew is a new
        instance.
      </p>
      <Link to="/instances" className={button['link']}>
        All instances
      </Link>
    </section>
  );
}
