import { Link } from '@tanstack/react-router';
import marks from './marks.module.css';
import { ServiceName } from './ServiceName.tsx';

/** A service that leads to its page; records without a service's name have none. */
export function ServiceLink({ service }: { service: string }) {
  if (service === '') return <ServiceName service={service} />;
  return (
    <Link to="/services/$service" params={{ service }} className={marks['serviceLink']}>
      <ServiceName service={service} />
    </Link>
  );
}
