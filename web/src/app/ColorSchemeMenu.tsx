import { Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { IconCheck, IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import css from './shell.module.css';

const SCHEMES: { scheme: MantineColorScheme; label: string; Icon: typeof IconSun }[] = [
  { scheme: 'light', label: 'Light', Icon: IconSun },
  { scheme: 'dark', label: 'Dark', Icon: IconMoon },
  { scheme: 'auto', label: 'As the system', Icon: IconDeviceDesktop },
];

export function ColorSchemeMenu() {
  // To stop transitions, Mantine would add a style element, which the policy forbids.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const { Icon } = SCHEMES.find(({ scheme }) => scheme === colorScheme) ?? SCHEMES[2]!;
  return (
    <Menu position="right-end" width={170}>
      <Menu.Target>
        <button type="button" className={css['item']}>
          <Icon size={20} stroke={1.6} aria-hidden="true" />
          Theme
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {SCHEMES.map(({ scheme, label, Icon: Each }) => (
          <Menu.Item
            key={scheme}
            leftSection={<Each size={15} />}
            rightSection={scheme === colorScheme ? <IconCheck size={14} /> : null}
            onClick={() => setColorScheme(scheme)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
