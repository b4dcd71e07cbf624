import { CloseButton, SegmentedControl } from '@mantine/core';
import { IconFocus2, IconStack2 } from '@tabler/icons-react';
import { nameOf } from '../model/figures.ts';
import type { MapNode } from '../model/graph.ts';
import { groupAround, groupName } from '../model/grouping.ts';
import css from '../map.module.css';
import type { MapSearch } from '../url.ts';

interface FocusProps {
  /** Undefined: it is not on the map. */
  node: MapNode | undefined;
  depth: 1 | 2 | 3;
  change: (part: MapSearch) => void;
}

/** Says that only the neighbours of a node are shown, how far away, and leads back. */
export function FocusChip({ node, depth, change }: FocusProps) {
  return (
    <span className={css['chip']}>
      <IconFocus2 size={14} aria-hidden="true" />
      <span className="cut">
        {node ? `Neighbours of ${nameOf(node)}` : 'The focus is not in this range'}
      </span>
      {node && (
        <SegmentedControl
          size="xs"
          aria-label="How many calls away"
          value={String(depth)}
          onChange={(chosen) =>
            change({ depth: chosen === '2' ? 2 : chosen === '3' ? 3 : undefined })
          }
          data={['1', '2', '3']}
        />
      )}
      <CloseButton
        size="xs"
        aria-label="Show the whole map"
        title="Show the whole map (Esc)"
        onClick={() => change({ focus: undefined, depth: undefined })}
      />
    </span>
  );
}

interface GroupProps {
  id: string;
  change: (part: MapSearch) => void;
}

/** Says which group is open, with those around it, and leads back. */
export function GroupChip({ id, change }: GroupProps) {
  const around: string[] = [];
  for (let at: string | undefined = id; at !== undefined; at = groupAround(at)) around.unshift(at);
  return (
    <span className={css['chip']}>
      <IconStack2 size={14} aria-hidden="true" />
      <span className="cut">{around.map(groupName).join(' › ')}</span>
      <CloseButton
        size="xs"
        aria-label={`Close the group ${groupName(id)}`}
        title="Close this group (Esc)"
        onClick={() => change({ group: groupAround(id) })}
      />
    </span>
  );
}
