import { Button, SegmentedControl } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useTimeRange } from '../../shared/time/useTimeRange.ts';
import { Page } from '../../shared/ui/Page.tsx';
import { ListState, NothingMatches } from '../../shared/ui/States.tsx';
import { FocusChip, GroupChip } from './components/Chips.tsx';
import { CompareControl, rangesInWords } from './components/CompareControl.tsx';
import { FindNode } from './components/FindNode.tsx';
import { MapTable } from './components/MapTable.tsx';
import { Notices } from './components/Notices.tsx';
import { Loading, Picture } from './components/Picture.tsx';
import { ScopeSelects } from './components/ScopeSelects.tsx';
import { SideDetails } from './components/SideDetails.tsx';
import { Summary } from './components/Summary.tsx';
import css from './map.module.css';
import { changesOf } from './model/changes.ts';
import { findSelection, type MapGraph, type MapNode } from './model/graph.ts';
import { groupAround, groupHolding, groupsAround } from './model/grouping.ts';
import { SCOPES } from './model/scope.ts';
import type { MapSearch } from './url.ts';
import { useMap } from './useMap.ts';
import { useMapKeys } from './useMapKeys.ts';

export function MapPage() {
  const search = useSearch({ from: '/map' });
  const navigate = useNavigate({ from: '/map' });
  const { range } = useTimeRange();
  const { query, comparing, whole, focused, shown, most, picture } = useMap(search);
  const { focus, depth = 1, group, selected } = search;
  const view = search.view ?? 'map';
  const selection = findSelection(shown, selected) ?? findSelection(whole, selected);
  const changes = useMemo(() => (comparing ? changesOf(focused) : []), [comparing, focused]);
  /** Which comparison's list of changes has been closed. */
  const [closed, setClosed] = useState<MapSearch['compare']>();
  const [wanted, setWanted] = useState<string>();
  const found = useCallback(() => setWanted(undefined), []);

  const change = useCallback(
    (part: MapSearch, replace = false): void =>
      void navigate({ search: (now) => ({ ...now, ...part }), replace }),
    [navigate],
  );
  const select = useCallback(
    (id: string | undefined): void => change({ selected: id }, true),
    [change],
  );
  const enter = useCallback(
    ({ id, members }: MapNode): void =>
      change(members ? { group: id, selected: undefined } : { focus: id, selected: id }),
    [change],
  );
  /** Opens the details of something, wherever it is: outside the focus, or in a group. */
  const show = (id: string): void => {
    const inFocus = findSelection(focused, id) !== undefined;
    change({
      selected: id,
      group: groupsAround(inFocus ? focused : whole, most, nodeOf(whole, id), group),
      ...(!inFocus && { focus: undefined, depth: undefined }),
    });
  };
  const find = (id: string): void => {
    show(id);
    setWanted(nodeOf(whole, id));
  };
  const narrow = (part: MapSearch): void => change(part);
  const clearScopes = (): void =>
    change({ namespace: undefined, environment: undefined, version: undefined });

  useMapKeys({
    focus: () => {
      if (selection?.kind === 'node') enter(selection.node);
    },
    back: () => {
      if (selection) select(undefined);
      else if (focus !== undefined) change({ focus: undefined, depth: undefined });
      else if (group !== undefined) change({ group: groupAround(group) });
    },
  });
  // What is in a closed group is lit there.
  const lit = selection && selected && (groupHolding(shown, selected) ?? selected);

  return (
    <Page
      title="Map"
      summary={query.data && <Summary graph={focused} answer={query.data} />}
      aside={
        <div className={css['aside']}>
          <FindNode nodes={whole.nodes} find={find} />
          <SegmentedControl
            size="xs"
            aria-label="Map or table"
            value={view}
            onChange={(chosen) => change({ view: chosen === 'table' ? 'table' : undefined })}
            data={[
              { value: 'map', label: 'Map' },
              { value: 'table', label: 'Table' },
            ]}
          />
        </div>
      }
      filters={
        <>
          <ScopeSelects search={search} change={narrow} />
          <CompareControl search={search} change={narrow} />
          {comparing && view === 'map' && closed === search.compare && (
            <Button size="xs" variant="default" onClick={() => setClosed(undefined)}>
              List of changes
            </Button>
          )}
          {focus !== undefined && query.data && (
            <FocusChip
              node={whole.nodes.find(({ id }) => id === focus)}
              depth={depth}
              change={narrow}
            />
          )}
          {group !== undefined && shown !== focused && view === 'map' && (
            <GroupChip id={group} change={narrow} />
          )}
        </>
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
              <NothingMatches
                what="requests between services"
                filters={SCOPES.flatMap((scope) =>
                  search[scope] === undefined
                    ? []
                    : {
                        label: `${scope} is “${search[scope]}”`,
                        clear: () => change({ [scope]: undefined }),
                      },
                )}
                clearAll={clearScopes}
              />
            }
          >
            {query.data && (
              <Notices answer={query.data} shown={view === 'map' ? shown : undefined} />
            )}
            {view === 'table' ? (
              <MapTable graph={focused} comparing={comparing} open={selected} select={select} />
            ) : (
              <Picture
                graph={shown}
                picture={picture}
                comparing={comparing}
                open={lit}
                wanted={wanted}
                found={found}
                select={select}
                enter={enter}
              />
            )}
          </ListState>
        </div>
        <SideDetails
          graph={whole}
          selection={selection}
          changes={
            comparing && view === 'map' && closed !== search.compare && query.data
              ? changes
              : undefined
          }
          ranges={rangesInWords(search, range)}
          focus={focus}
          close={() => select(undefined)}
          show={show}
          find={find}
          enter={enter}
          closeChanges={() => setClosed(search.compare)}
        />
      </div>
    </Page>
  );
}

/** A node itself; of a connection where it begins. */
function nodeOf(graph: MapGraph, id: string): string {
  const selection = findSelection(graph, id);
  return selection?.kind === 'edge' ? selection.source.id : id;
}
