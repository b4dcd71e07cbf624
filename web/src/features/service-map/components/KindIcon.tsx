import { IconBox, IconDatabase, IconMail, IconStack2, IconWorld } from '@tabler/icons-react';
import { serviceColor } from '../../../shared/service-color.ts';
import type { MapNode } from '../model/graph.ts';

const ICONS = {
  service: IconBox,
  database: IconDatabase,
  messaging: IconMail,
  external: IconWorld,
  group: IconStack2,
} as const;

/** The kind of a node, beside its name; a service's icon has the service's own colour. */
export function KindIcon({ node, size = 14 }: { node: MapNode; size?: number }) {
  const Icon = ICONS[node.kind];
  const color = node.service === null ? 'var(--text-3)' : serviceColor(node.service);
  return <Icon size={size} stroke={1.9} style={{ color, flex: 'none' }} aria-hidden="true" />;
}
