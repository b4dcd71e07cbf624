import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { IconCheck, IconChevronDown, IconRefresh } from '@tabler/icons-react';
import { useIsFetching, useQueryClient } from '@tanstack/react-query';
import { REFRESH_WORDS } from '../shared/time/refresh.ts';
import { useTimeRange } from '../shared/time/useTimeRange.ts';
import css from './shell.module.css';

export function RefreshControl() {
  const { refresh, setRefresh } = useTimeRange();
  const client = useQueryClient();
  // What is asked all the time anyway does not count.
  const fetching = useIsFetching({ predicate: ({ meta }) => meta?.['background'] !== true }) > 0;
  return (
    <div className={css['refresh']}>
      <Tooltip label="Refresh now">
        <ActionIcon
          size={30}
          variant="default"
          aria-label="Refresh"
          className={fetching ? css['spin'] : undefined}
          onClick={() => void client.invalidateQueries({ refetchType: 'active' })}
        >
          <IconRefresh size={15} />
        </ActionIcon>
      </Tooltip>
      <Menu position="bottom-end" width={150}>
        <Menu.Target>
          <Button
            size="xs"
            variant="default"
            px={8}
            rightSection={<IconChevronDown size={13} />}
            aria-label={`Refresh by itself: ${refresh ?? 'Off'}`}
          >
            {refresh ?? 'Off'}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Refresh by itself</Menu.Label>
          {REFRESH_WORDS.map((choice) => (
            <Menu.Item
              key={choice}
              rightSection={choice === (refresh ?? 'off') ? <IconCheck size={14} /> : null}
              onClick={() => setRefresh(choice)}
            >
              {choice === 'off' ? 'Off' : `Every ${choice}`}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
