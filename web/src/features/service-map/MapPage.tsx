import { CloseButton, SegmentedControl, Select, Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo } from 'react';
import { untilAnswered } from '../../api/recover.ts';
import { countOf } from '../../shared/format/number.ts';
import { isTyping } from '../../shared/keyboard.ts';
import { useTimeRange } from '../../shared/time/useTimeRange.ts';
import { Page } from '../../shared/ui/Page.tsx';
import { SidePanel } from '../../shared/ui/SidePanel.tsx';
import { Failed, ListState, NothingMatches } from '../../shared/ui/States.tsx';
import { serviceMapQuery } from './api/queries.ts';
import { EdgePanel } from './components/EdgePanel.tsx';
import { MapCanvas } from './components/MapCanvas.tsx';
import { MapTable } from './components/MapTable.tsx';
import { NodePanel } from './components/NodePanel.tsx';
import { Summary } from './components/Summary.tsx';
import { usePlaces } from './layout/usePlaces.ts';
import css from './map.module.css';
import { nameOf } from './model/figures.ts';
import { findSelection, focusOn, readGraph, type MapGraph } from './model/graph.ts';
import type { MapSearch } from './url.ts';

/** More than this on one picture is a thicket: the table is shown first. */
const CALM_NODES = 150;

const NO_GRAPH: MapGraph = { nodes: [], edges: [] };

export function MapPage() {
  const search = useSearch({ from: '/map' });
  const navigate = useNavigate({ from: '/map' });
  const { range, refreshMs } = useTimeRange();
  const query = useQuery({
    ...serviceMapQuery(range),
    placeholderData: keepPreviousData,
    refetchInterval: untilAnswered(refreshMs),
  });
  const whole = useMemo(() => (query.data ? readGraph(query.data) : NO_GRAPH), [query.data]);
  const graph = useMemo(() => focusOn(whole, search.focus), [whole, search.focus]);
  const view = search.view ?? (graph.nodes.length > CALM_NODES ? 'table' : 'map');
  const selection = findSelection(whole, search.selected);
  const lengthMs = query.data && query.data.seconds * 1_000;

  const change = useCallback(
    (part: MapSearch, replace = false): void =>
      void navigate({ search: (now) => ({ ...now, ...part }), replace }),
    [navigate],
  );
  const select = useCallback(
    (selected: string | undefined): void => change({ selected }, true),
    [change],
  );
  useEscape(selection !== undefined, () => select(undefined));
  const focused = whole.nodes.find(({ id }) => id === search.focus);

  return (
    <Page
      title="Map"
      summary={query.data && <Summary graph={whole} />}
      aside={
        <div className={css['aside']}>
          {search.focus !== undefined && query.data && (
            <span className={css['focusChip']}>
              <span className="cut">
                {focused ? `Neighbours of ${nameOf(focused)}` : 'The focus is not in this range'}
              </span>
              <CloseButton
                size="xs"
                aria-label="Show the whole map"
                onClick={() => change({ focus: undefined })}
              />
            </span>
          )}
          <Select
            size="xs"
            w={220}
            placeholder="Find on the map"
            aria-label="Find on the map"
            data={whole.nodes.map((node) => ({ value: node.id, label: nameOf(node) }))}
            value={null}
            onChange={(id) => {
              if (id !== null) change({ selected: id, ...outside(graph, id) });
            }}
            leftSection={<IconSearch size={14} />}
            searchable
            limit={100}
            nothingFoundMessage="Nothing of this name in this time range"
            data-search="page"
          />
          <SegmentedControl
            size="xs"
            aria-label="Map or table"
            value={view}
            onChange={(chosen) => change({ view: chosen })}
            data={[
              { value: 'map', label: 'Map' },
              { value: 'table', label: 'Table' },
            ]}
          />
        </div>
      }
    >
      <div className={css['split']}>
        <div className={css['view']}>
          <ListState
            query={query}
            hasData={query.data !== undefined}
            empty={whole.nodes.length === 0}
            skeleton={<Loading />}
            nothing={
              <NothingMatches what="requests between services" filters={[]} clearAll={noop} />
            }
          >
            <Notices
              nodes={graph.nodes.length}
              byItself={search.view === undefined && view === 'table'}
              truncated={query.data?.truncated ?? false}
            />
            {view === 'table' ? (
              <MapTable graph={graph} lengthMs={lengthMs} open={search.selected} select={select} />
            ) : (
              <Picture
                graph={graph}
                picture={focused?.id ?? ''}
                lengthMs={lengthMs}
                open={selection && search.selected}
                select={select}
              />
            )}
          </ListState>
        </div>
        {selection && (
          <SidePanel label="Details" name="map" usualWidth={360}>
            {selection.kind === 'node' ? (
              <NodePanel graph={whole} node={selection.node} lengthMs={lengthMs} select={select} />
            ) : (
              <EdgePanel selection={selection} lengthMs={lengthMs} select={select} />
            )}
          </SidePanel>
        )}
      </div>
    </Page>
  );
}

interface PictureProps {
  graph: MapGraph;
  picture: string;
  lengthMs: number | undefined;
  open: string | undefined;
  select: (id: string | undefined) => void;
}

function Picture({ graph, picture, ...props }: PictureProps) {
  const { placed, failure, tidy } = usePlaces(graph, picture);
  if (failure && !placed) return <Failed error={failure} retry={tidy} />;
  if (!placed) return <Loading />;
  // Another picture begins with its own view of the whole.
  return <MapCanvas key={picture} {...placed} tidy={tidy} {...props} />;
}

interface NoticesProps {
  nodes: number;
  byItself: boolean;
  truncated: boolean;
}

function Notices({ nodes, byItself, truncated }: NoticesProps) {
  if (!byItself && !truncated) return null;
  return (
    <div className={css['notice']} role="status">
      <IconAlertTriangle size={14} aria-hidden="true" />
      {byItself && `${countOf(nodes, 'node')} are too many for a calm map, so this is the table. `}
      {truncated && 'There are more connections than are shown: the busiest are here.'}
    </div>
  );
}

/** What was found may be outside the focus: then the whole map is shown again. */
const outside = (graph: MapGraph, id: string): MapSearch =>
  graph.nodes.some((node) => node.id === id) ? {} : { focus: undefined };

const noop = (): void => {};

function useEscape(active: boolean, close: () => void): void {
  useEffect(() => {
    if (!active) return;
    const onKey = (event: KeyboardEvent): void => {
      if (event.code === 'Escape' && !event.defaultPrevented && !isTyping(event)) close();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}

/** Cards where the nodes will be. */
function Loading() {
  return (
    <div className={css['loading']} role="status" aria-label="Loading">
      {Array.from({ length: 20 }, (_, at) => (
        <Skeleton key={at} height={58} radius={8} visible={at % 4 !== 0 || at === 8} />
      ))}
    </div>
  );
}
