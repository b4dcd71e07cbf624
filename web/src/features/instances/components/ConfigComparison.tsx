import { CopyButton } from '../../../shared/ui/CopyButton.tsx';
import type { InstanceDetails } from '../api/queries.ts';
import { explainConfig, formatConfig } from '../model/instances.ts';
import css from '../instances.module.css';
import { ConfigBadge } from './ConfigBadge.tsx';

/** What is wanted of an instance beside what it says is in force. */
export function ConfigComparison({ instance }: { instance: InstanceDetails }) {
  return (
    <section className={css['part']}>
      <h2>
        Configuration <ConfigBadge status={instance.configStatus} />
      </h2>
      <p className={instance.configStatus === 'failed' ? css['failed'] : 'muted'}>
        {explainConfig(instance)}
      </p>
      <div className={css['sides']}>
        <Side title="Wanted" config={instance.wantedConfig} none="Nothing is wanted." />
        <Side title="In force" config={instance.effectiveConfig} none="It has not said." />
      </div>
    </section>
  );
}

function Side({ title, config, none }: { title: string; config: unknown; none: string }) {
  const text = config === null || config === undefined ? undefined : formatConfig(config);
  return (
    <div className={css['side']}>
      <h3>
        {title}
        {text !== undefined && <CopyButton value={text} what="configuration" />}
      </h3>
      {text === undefined ? (
        <p className="faint">{none}</p>
      ) : (
        <pre tabIndex={0} role="group" aria-label={title}>
          {text}
        </pre>
      )}
    </div>
  );
}
