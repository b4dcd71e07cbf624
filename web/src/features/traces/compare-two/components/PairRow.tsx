import {
  IconAlertCircleFilled,
  IconArrowDownRight,
  IconArrowUpRight,
  IconEqual,
  IconMinus,
  IconPlus,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { CSSProperties } from 'react';
import { formatDuration } from '../../../../shared/format/duration.ts';
import { formatCount } from '../../../../shared/format/number.ts';
import { serviceColor } from '../../../../shared/service-color.ts';
import { signed } from '../../model/skew-words.ts';
import css from '../compare.module.css';
import type { Change, Pair, Side } from '../model/pair.ts';

const DEEPEST_INDENT = 18;
/** A difference of less is none. */
const SEEN_MS = 0.001;

interface Props {
  pair: Pair;
  index: number;
  top: number;
  longestMs: number;
  a: string;
  b: string;
}

export function PairRow({ pair, index, top, longestMs, a, b }: Props) {
  const difference = pair.b.totalMs - pair.a.totalMs;
  const style = {
    transform: `translateY(${top}px)`,
    '--color': serviceColor(pair.service),
  } as CSSProperties;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={`${css['line']} ${css['item']} ${pair.change === 'same' ? css['same'] : ''}`}
      style={style}
    >
      <span
        role="cell"
        className={css['operation']}
        style={{ paddingLeft: Math.min(DEEPEST_INDENT, pair.depth) * 14 }}
        title={`${pair.service} · ${pair.name}`}
      >
        <span className={css['swatch']} aria-hidden="true" />
        <span className="cut">{pair.name || '(no name)'}</span>
        <span className="faint cut">{pair.service}</span>
      </span>
      <span role="cell">
        <ChangeMark change={pair.change} slower={difference > 0} />
      </span>
      <Numbers a={pair.a.spans} b={pair.b.spans} />
      <Numbers a={pair.a.errors} b={pair.b.errors} bad />
      <Total side={pair.a} traceId={a} />
      <Total side={pair.b} traceId={b} />
      <Difference ms={difference} />
      <Difference ms={pair.b.selfMs - pair.a.selfMs} />
      <span role="cell" className={css['bars']} aria-hidden="true">
        <Bar side={pair.a} longestMs={longestMs} />
        <Bar side={pair.b} longestMs={longestMs} />
      </span>
    </div>
  );
}

const MARKS: Record<Change, { word: string; Icon: typeof IconPlus }> = {
  new: { word: 'new', Icon: IconPlus },
  gone: { word: 'gone', Icon: IconMinus },
  changed: { word: 'changed', Icon: IconArrowDownRight },
  same: { word: 'same', Icon: IconEqual },
};

function ChangeMark({ change, slower }: { change: Change; slower: boolean }) {
  const { word, Icon } = MARKS[change];
  const Shown = change === 'changed' && slower ? IconArrowUpRight : Icon;
  return (
    <span className={`${css['mark']} ${css[change]}`}>
      <Shown size={13} aria-hidden="true" />
      {word}
    </span>
  );
}

function Numbers({ a, b, bad = false }: { a: number; b: number; bad?: boolean }) {
  const worse = bad && b > a;
  return (
    <span role="cell" className={`${css['number']} ${a === b ? 'faint' : ''}`}>
      {worse && <IconAlertCircleFilled size={12} className={css['bad']} aria-hidden="true" />}{' '}
      {a === b ? formatCount(a) : `${formatCount(a)} → ${formatCount(b)}`}
    </span>
  );
}

/** Longer is what is looked for, so that the rest is less loud. */
function Difference({ ms }: { ms: number }) {
  const shown = Math.abs(ms) >= SEEN_MS;
  return (
    <span role="cell" className={`${css['number']} ${ms >= SEEN_MS ? '' : 'muted'}`}>
      {shown ? signed(ms) : <span className="faint">0</span>}
    </span>
  );
}

/** Leads to the longest span of them. */
function Total({ side, traceId }: { side: Side; traceId: string }) {
  return (
    <span role="cell" className={css['number']}>
      {side.key === undefined ? (
        <span className="faint">–</span>
      ) : (
        <Link to="/traces/$traceId" params={{ traceId }} search={{ span: side.key }}>
          {formatDuration(side.totalMs)}
        </Link>
      )}
    </span>
  );
}

function Bar({ side, longestMs }: { side: Side; longestMs: number }) {
  const width = longestMs > 0 ? (side.totalMs / longestMs) * 100 : 0;
  return <span style={{ width: `${width}%` }} hidden={side.spans === 0} />;
}
