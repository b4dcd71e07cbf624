import { Button, Popover, TextInput } from '@mantine/core';
import { IconCalendarClock, IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import {
  describeRange,
  parseMoment,
  parseRange,
  PRESETS,
  rangeLengthMs,
  type TimeRange,
} from '../shared/time/range.ts';
import { useTimeRange } from '../shared/time/useTimeRange.ts';
import css from './shell.module.css';

export function TimePicker() {
  const [opened, setOpened] = useState(false);
  const { range, setRange } = useTimeRange();
  const choose = (chosen: TimeRange): void => {
    setRange(chosen);
    setOpened(false);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconCalendarClock size={15} />}
          rightSection={<IconChevronDown size={13} />}
          onClick={() => setOpened((now) => !now)}
          aria-label={`Time range: ${describeRange(range)}`}
        >
          {describeRange(range)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label="Choose a time range">
        <div className={css['picker']}>
          <div className={css['presets']}>
            {PRESETS.map(({ from, label }) => (
              <button
                key={from}
                type="button"
                className={css['preset']}
                aria-pressed={range.from === from && range.to === 'now'}
                onClick={() => choose({ from, to: 'now' })}
              >
                {label}
              </button>
            ))}
          </div>
          <div className={css['custom']}>
            <TypedRange choose={choose} />
            <CustomRange key={`${range.from} ${range.to}`} range={range} choose={choose} />
          </div>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

/** One box for everything that can be said in a few letters. */
function TypedRange({ choose }: { choose: (range: TimeRange) => void }) {
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const range = parseRange(text);
        if (range) choose(range);
        else setWrong(true);
      }}
    >
      <TextInput
        size="xs"
        label="Type a range"
        placeholder="15m, now-1h, 2026-05-04 10:00, epoch"
        value={text}
        error={wrong && 'Try 15m, now-1h, 2026-05-04T10:00, or two of them with “to”'}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setWrong(false);
        }}
        data-autofocus
        spellCheck={false}
        autoComplete="off"
      />
    </form>
  );
}

function CustomRange({ range, choose }: { range: TimeRange; choose: (range: TimeRange) => void }) {
  const [from, setFrom] = useState(range.from);
  const [to, setTo] = useState(range.to);
  const [shown, setShown] = useState(false);
  const parsedFrom = parseMoment(from);
  const parsedTo = parseMoment(to);
  const wrongOrder =
    parsedFrom !== undefined &&
    parsedTo !== undefined &&
    rangeLengthMs({ from: parsedFrom, to: parsedTo }, Date.now()) === undefined;
  return (
    <form
      className={css['custom']}
      style={{ padding: 0 }}
      onSubmit={(event) => {
        event.preventDefault();
        setShown(true);
        if (parsedFrom !== undefined && parsedTo !== undefined && !wrongOrder) {
          choose({ from: parsedFrom, to: parsedTo });
        }
      }}
    >
      <TextInput
        size="xs"
        label="From"
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
        error={shown && parsedFrom === undefined && 'Not a time'}
        spellCheck={false}
      />
      <TextInput
        size="xs"
        label="To"
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
        error={
          shown &&
          (parsedTo === undefined ? 'Not a time' : wrongOrder && 'Must be later than the start')
        }
        spellCheck={false}
      />
      <Button size="xs" type="submit">
        Apply
      </Button>
      <p className={css['hint']}>
        Times without a zone are in {Intl.DateTimeFormat().resolvedOptions().timeZone}.
      </p>
    </form>
  );
}
