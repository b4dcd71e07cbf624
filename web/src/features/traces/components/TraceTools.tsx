import { Button, Menu, TextInput, Tooltip } from '@mantine/core';
import {
  IconAlertCircleFilled,
  IconClockExclamation,
  IconListTree,
  IconNotes,
  IconRoute,
  IconSearch,
  IconZoomReset,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { levelsOf } from '../model/collapse.ts';
import css from '../tools.module.css';
import { Stepper } from './Stepper.tsx';
import type { TraceView } from './useTraceView.ts';

const MOST_LEVELS = 9;

/** What can be done to the waterfall and the flame view. */
export function TraceTools({ view, rows }: { view: TraceView; rows: boolean }) {
  return (
    <div className={css['tools']} role="toolbar" aria-label="Trace tools">
      <TextInput
        size="xs"
        className={css['find']}
        value={view.text}
        onChange={(event) => view.setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.code === 'Enter') view.stepFound(event.shiftKey ? -1 : 1);
        }}
        placeholder="Find a span"
        aria-label="Find a span"
        data-search="page"
        leftSection={<IconSearch size={13} />}
      />
      {view.found && (
        <Stepper
          what="match"
          keys={view.found}
          selectedKey={view.selectedKey}
          step={view.stepFound}
          shortcut="n"
        />
      )}
      {view.errors.length > 0 && (
        <span className={css['errors']}>
          <IconAlertCircleFilled size={13} aria-hidden="true" />
          Errors
          <Stepper
            what="error"
            keys={view.errors}
            selectedKey={view.selectedKey}
            step={view.stepError}
            shortcut="e"
          />
        </span>
      )}
      <span className={css['gap']} />
      {view.zoom && (
        <Button
          size="compact-xs"
          variant="light"
          leftSection={<IconZoomReset size={13} />}
          onClick={() => view.setZoom(undefined)}
        >
          Whole trace
        </Button>
      )}
      {rows && <Levels view={view} />}
      <Toggle
        on={view.pathShown}
        change={view.togglePath}
        hint="What the duration consists of: nothing else makes the request faster (p)"
        icon={<IconRoute size={13} />}
      >
        Critical path
      </Toggle>
      {rows && view.trace.logs.length > 0 && (
        <Toggle
          on={view.logRows}
          change={view.toggleLogRows}
          hint="Log records as rows at their time (l)"
          icon={<IconNotes size={13} />}
        >
          Logs in place
        </Toggle>
      )}
      {view.skew.shifts.length > 0 && (
        <Toggle
          on={!view.corrected}
          change={view.toggleClocks}
          hint="Times as the senders’ clocks had them"
          icon={<IconClockExclamation size={13} />}
        >
          Raw times
        </Toggle>
      )}
    </div>
  );
}

function Levels({ view }: { view: TraceView }) {
  const levels = Math.min(MOST_LEVELS, levelsOf(view.tree));
  return (
    <Menu position="bottom-end" shadow="none">
      <Menu.Target>
        <Button size="compact-xs" variant="default" leftSection={<IconListTree size={13} />}>
          Levels
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => view.openLevels(Infinity)} rightSection={<Key>0</Key>}>
          Open all
        </Menu.Item>
        {Array.from({ length: Math.max(0, levels - 1) }, (_, at) => (
          <Menu.Item
            key={at}
            onClick={() => view.openLevels(at + 1)}
            rightSection={<Key>{at + 1}</Key>}
          >
            {at === 0 ? 'Roots only' : `${at + 1} levels`}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const Key = ({ children }: { children: ReactNode }) => (
  <span className={css['key']}>{children}</span>
);

function Toggle(props: {
  on: boolean;
  change: () => void;
  hint: string;
  icon: ReactNode;
  children: string;
}) {
  return (
    <Tooltip label={props.hint}>
      <Button
        size="compact-xs"
        variant={props.on ? 'light' : 'default'}
        aria-pressed={props.on}
        leftSection={props.icon}
        onClick={props.change}
      >
        {props.children}
      </Button>
    </Tooltip>
  );
}
