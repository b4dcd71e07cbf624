import { ActionIcon, Tooltip } from '@mantine/core';
import { IconFocusCentered, IconMinus, IconPlus, IconSitemap } from '@tabler/icons-react';
import { useReactFlow } from '@xyflow/react';
import css from '../map.module.css';

interface Props {
  fit: () => void;
  tidy: () => void;
}

export function MapControls({ fit, tidy }: Props) {
  const flow = useReactFlow();
  const controls = [
    { label: 'Zoom in', Icon: IconPlus, act: () => void flow.zoomIn({ duration: 120 }) },
    { label: 'Zoom out', Icon: IconMinus, act: () => void flow.zoomOut({ duration: 120 }) },
    { label: 'Show everything', Icon: IconFocusCentered, act: fit },
    { label: 'Arrange anew', Icon: IconSitemap, act: tidy },
  ];
  return (
    <div className={css['controls']} role="toolbar" aria-label="View of the map">
      {controls.map(({ label, Icon, act }) => (
        <Tooltip key={label} label={label} position="left">
          <ActionIcon size={28} variant="default" aria-label={label} onClick={act}>
            <Icon size={15} stroke={1.8} />
          </ActionIcon>
        </Tooltip>
      ))}
    </div>
  );
}
