import { Select } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { kindWord, nameOf } from '../model/figures.ts';
import type { MapNode } from '../model/graph.ts';
import { KindIcon } from './KindIcon.tsx';

interface Props {
  nodes: readonly MapNode[];
  find: (id: string) => void;
}

/** Finds a node by its name, wherever it is: outside the focus, or in a group. */
export function FindNode({ nodes, find }: Props) {
  const [typed, setTyped] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return (
    <Select
      ref={input}
      size="xs"
      w={220}
      placeholder="Find on the map"
      aria-label="Find on the map"
      data={nodes.map((node) => ({ value: node.id, label: nameOf(node) }))}
      renderOption={({ option }) => {
        const node = byId.get(option.value);
        if (!node) return option.label;
        return (
          <>
            <KindIcon node={node} />
            <span className="cut">{option.label}</span>
            {node.kind !== 'service' && <span className="faint">{kindWord(node.kind)}</span>}
          </>
        );
      }}
      value={null}
      onChange={(id) => {
        if (id === null) return;
        find(id);
        // The keys belong to the map again.
        input.current?.blur();
      }}
      onBlur={() => setTyped('')}
      searchValue={typed}
      onSearchChange={setTyped}
      leftSection={<IconSearch size={14} />}
      searchable
      limit={50}
      nothingFoundMessage="Nothing of this name in this time range"
      comboboxProps={{ width: 300, position: 'bottom-end' }}
      data-search="page"
    />
  );
}
