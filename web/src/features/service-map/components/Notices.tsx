import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { countOf } from '../../../shared/format/number.ts';
import type { ServiceMap } from '../api/queries.ts';
import type { MapGraph } from '../model/graph.ts';
import { missingOf } from '../model/incomplete.ts';
import css from '../map.module.css';

interface Props {
  answer: ServiceMap;
  /** What is on the map; undefined: the table is shown, which needs no groups. */
  shown: MapGraph | undefined;
}

/** What is not all there, and what stands for several. */
export function Notices({ answer, shown }: Props) {
  const { truncated } = answer;
  const missing = missingOf(answer);
  const groups = shown?.nodes.filter(({ members }) => members) ?? [];
  const grouped = groups.reduce((sum, { members }) => sum + (members?.length ?? 0), 0);
  return (
    <>
      {missing && !missing.isUsual && (
        <Notice warning>Not all of this range is on the map. {missing.reason}</Notice>
      )}
      {truncated && (
        <Notice warning>There are more connections than are shown: the busiest are here.</Notice>
      )}
      {groups.length > 0 && (
        <Notice>
          {countOf(grouped, 'node')} are shown as {countOf(groups.length, 'group')}, so that the map
          stays readable. Click a group to open it.
        </Notice>
      )}
    </>
  );
}

function Notice({ warning = false, children }: { warning?: boolean; children: React.ReactNode }) {
  const Icon = warning ? IconAlertTriangle : IconInfoCircle;
  return (
    <div className={css['notice']} data-warning={warning} role="status">
      <Icon size={14} aria-hidden="true" />
      <span>{children}</span>
    </div>
  );
}
