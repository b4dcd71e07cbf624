import { Button } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import states from '../../../shared/ui/states.module.css';
import type { AlarmsSearch } from '../url.ts';

interface Props {
  filters: AlarmsSearch;
  change: (part: AlarmsSearch) => void;
  clearAll: () => void;
}

/** There may well be alarms, but not such ones. */
export function NoAlarmMatches({ filters, change, clearAll }: Props) {
  const set = Object.entries(filters).filter(([, value]) => value !== undefined);
  return (
    <section className={states['state']}>
      <IconFilterOff className={states['icon']} size={30} stroke={1.5} aria-hidden="true" />
      <h2>No alarms match</h2>
      <p className={states['detail']}>These filters are set, and all of them must hold.</p>
      <div className={states['chips']}>
        {set.map(([name, value]) => (
          <button
            key={name}
            type="button"
            className={states['chip']}
            onClick={() => change({ [name]: undefined })}
          >
            {name} is {String(value)}
            <span className="sr-only">: remove this filter</span>
          </button>
        ))}
      </div>
      <div className={states['actions']}>
        <Button size="xs" variant="default" onClick={clearAll}>
          Clear filters
        </Button>
      </div>
    </section>
  );
}
