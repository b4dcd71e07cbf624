import { IconExternalLink } from '@tabler/icons-react';
import type { Alarm } from '../../../api/types.ts';
import { webAddress } from '../../../shared/attributes.ts';
import css from '../alarm.module.css';

/** What the rule's author has to say about it; only http and https become links. */
export function Annotations({ alarm }: { alarm: Alarm }) {
  const entries = Object.entries(alarm.annotations);
  return (
    <section className={css['section']} aria-labelledby="annotations">
      <h2 id="annotations">What to do</h2>
      {entries.length === 0 ? (
        <p className={css['none']}>
          The rule has no annotations. A summary and a runbook would stand here.
        </p>
      ) : (
        <dl className={css['annotations']}>
          {entries.map(([name, value]) => {
            const href = webAddress(value);
            return (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  {href === undefined ? (
                    value
                  ) : (
                    <a
                      href={href}
                      target="_blank"
                      rel="noreferrer noopener"
                      className={css['link']}
                    >
                      {value} <IconExternalLink size={12} aria-label="opens a new tab" />
                    </a>
                  )}
                </dd>
              </div>
            );
          })}
        </dl>
      )}
    </section>
  );
}
