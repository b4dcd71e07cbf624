import { Skeleton } from '@mantine/core';
import { Failed } from '../../../shared/ui/States.tsx';
import { usePlaces } from '../layout/usePlaces.ts';
import css from '../map.module.css';
import { MapCanvas, type CanvasProps } from './MapCanvas.tsx';

interface Props extends Omit<CanvasProps, 'layout' | 'tidy'> {
  /** Names what is shown: another picture has places of its own. */
  picture: string;
}

/** The map, once its nodes have places. */
export function Picture({ graph, picture, ...props }: Props) {
  const { placed, failure, tidy } = usePlaces(graph, picture);
  if (failure && !placed) return <Failed error={failure} retry={tidy} />;
  if (!placed) return <Loading />;
  // Another picture begins with its own view of the whole.
  return <MapCanvas key={picture} {...placed} tidy={tidy} {...props} />;
}

/** Cards where the nodes will be. */
export function Loading() {
  return (
    <div className={css['loading']} role="status" aria-label="Loading">
      {Array.from({ length: 20 }, (_, at) => (
        <Skeleton key={at} height={58} radius={8} visible={at % 4 !== 0 || at === 8} />
      ))}
    </div>
  );
}
