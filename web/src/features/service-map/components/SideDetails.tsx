import { SidePanel } from '../../../shared/ui/SidePanel.tsx';
import { allIsNew, type Change } from '../model/changes.ts';
import type { MapGraph, MapNode, Selection } from '../model/graph.ts';
import { ChangesPanel } from './ChangesPanel.tsx';
import { EdgePanel } from './EdgePanel.tsx';
import { NodePanel } from './NodePanel.tsx';

interface Props {
  graph: MapGraph;
  selection: Selection | undefined;
  /** Undefined: they are not to be listed. */
  changes: readonly Change[] | undefined;
  ranges: string;
  focus: string | undefined;
  close: () => void;
  show: (id: string) => void;
  /** Shows it in the middle of the map. */
  find: (id: string) => void;
  enter: (node: MapNode) => void;
  closeChanges: () => void;
}

/** Beside the map: what is open, else what has changed. */
export function SideDetails(props: Props) {
  const { graph, selection, changes, ranges, focus, close, show, find, enter, closeChanges } =
    props;
  if (selection === undefined && changes === undefined) return null;
  return (
    <SidePanel label={selection ? 'Details' : 'Changes'} name="map" usualWidth={360}>
      {selection?.kind === 'node' ? (
        <NodePanel
          graph={graph}
          node={selection.node}
          focused={focus === selection.node.id}
          show={show}
          close={close}
          enter={enter}
        />
      ) : selection ? (
        <EdgePanel selection={selection} show={show} close={close} />
      ) : (
        changes && (
          <ChangesPanel
            changes={changes}
            nothingBefore={allIsNew(graph)}
            ranges={ranges}
            select={find}
            close={closeChanges}
          />
        )
      )}
    </SidePanel>
  );
}
