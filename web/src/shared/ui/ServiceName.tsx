import { serviceColor } from '../service-color.ts';
import css from './marks.module.css';

/** A service with its colour; the name is always there too. */
export function ServiceName({ service }: { service: string }) {
  return (
    <span className={css['service']} title={service}>
      <span className={css['swatch']} style={{ background: serviceColor(service) }} />
      <span className="cut">{service === '' ? '(no service name)' : service}</span>
    </span>
  );
}
