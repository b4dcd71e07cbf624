import { useCallback, useEffect, useMemo, useRef, useState, type MouseEvent } from 'react';
import { formatDuration } from '../../../shared/format/duration.ts';
import { serviceColor } from '../../../shared/service-color.ts';
import { Canvas, type Picture } from '../../../shared/ui/Canvas.tsx';
import css from '../flame.module.css';
import { drawFlame, LANE_PX } from '../model/flame-drawing.ts';
import { layFlame, spanAt } from '../model/flame.ts';
import { parentKey } from '../model/rows.ts';
import { selfMs } from '../model/self-time.ts';
import type { TraceNode } from '../model/tree.ts';
import { endOf } from '../model/walk.ts';
import { Minimap } from './Minimap.tsx';
import { TimeAxis } from './TimeAxis.tsx';
import type { TraceView } from './useTraceView.ts';

/** How near a click has to be to a span that is too short to hit. */
const NEAR_PX = 3;

interface Pointed {
  readonly node: TraceNode;
  readonly x: number;
  readonly y: number;
}

/** Spans below their parents along the time: what was deep, what ran at once. */
export function FlameView({ view }: { view: TraceView }) {
  const { tree, zoom, selectedKey, path, pathShown, found } = view;
  const flame = useMemo(() => layFlame(tree, (key) => parentKey(tree, key)), [tree]);
  const inSight = useMemo(
    () => zoom ?? { fromMs: 0, toMs: tree.durationMs },
    [zoom, tree.durationMs],
  );
  const [top, setTop] = useState(0);
  const [pointed, setPointed] = useState<Pointed>();
  const scroll = useRef<HTMLDivElement>(null);
  const clicked = useRef<TraceNode>(undefined);
  const foundSet = useMemo(() => found && new Set(found), [found]);
  const draw = useCallback(
    ({ pen, width, height, color }: Picture) =>
      drawFlame(pen, {
        lanes: flame.lanes,
        inSight,
        top,
        width,
        height,
        selectedKey,
        critical: pathShown ? path.ofSpan : undefined,
        found: foundSet,
        color,
        colorOf: (service) => color(serviceColor(service)),
      }),
    [flame, inSight, top, selectedKey, pathShown, path, foundSet],
  );
  // What was chosen by keys or by stepping may be far below.
  useEffect(() => {
    const lane = flame.laneOf.get(selectedKey ?? '');
    const element = scroll.current;
    if (lane === undefined || !element) return;
    const y = lane * LANE_PX;
    const inView =
      y >= element.scrollTop && y + LANE_PX <= element.scrollTop + element.clientHeight;
    if (!inView) element.scrollTop = y - element.clientHeight / 2;
  }, [flame, selectedKey]);
  const under = (event: MouseEvent<HTMLElement>): Pointed | undefined => {
    const box = event.currentTarget.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const msPerPx = (inSight.toMs - inSight.fromMs) / box.width;
    const lane = flame.lanes[Math.floor((y + top) / LANE_PX)] ?? [];
    const node = spanAt(lane, inSight.fromMs + x * msPerPx, NEAR_PX * msPerPx);
    return node && { node, x, y };
  };
  return (
    <div className={css['flame']}>
      <div className={css['head']}>
        <Minimap
          nodes={view.order}
          durationMs={tree.durationMs}
          zoom={zoom}
          setZoom={view.setZoom}
        />
        <TimeAxis inSight={inSight} />
      </div>
      <div
        ref={scroll}
        className={css['scroll']}
        tabIndex={0}
        role="img"
        aria-label={`Flame view of ${tree.byKey.size} spans; the timeline has them as a table`}
        onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      >
        <div className={css['all']} style={{ height: flame.lanes.length * LANE_PX + LANE_PX }}>
          <div
            className={css['view']}
            onPointerMove={(event) => setPointed(under(event))}
            onPointerLeave={() => setPointed(undefined)}
            onClick={(event) => {
              if (event.detail > 1) return;
              clicked.current = under(event)?.node;
              view.select(clicked.current?.key);
            }}
            onDoubleClick={() => {
              // The first click may have opened the details, and all has moved since.
              const node = clicked.current;
              if (node) view.setZoom({ fromMs: node.offsetMs, toMs: endOf(node) });
            }}
          >
            <Canvas draw={draw} />
            {pointed && <Hint {...pointed} />}
          </div>
        </div>
      </div>
    </div>
  );
}

function Hint({ node, x, y }: Pointed) {
  const { span } = node;
  return (
    <div
      className={css['hint']}
      style={{ translate: `min(${x + 14}px, calc(100cqw - 100% - 8px)) ${y + 16}px` }}
    >
      <strong className="cut">{span.name || '(no name)'}</strong>
      <span className="muted cut">{span.service}</span>
      <span>
        {formatDuration(span.durationMs)}{' '}
        <span className="muted">· {formatDuration(selfMs(node))} of its own</span>
      </span>
    </div>
  );
}
