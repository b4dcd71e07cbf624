import { createTheme, Popover, Tooltip, type MantineColorsTuple } from '@mantine/core';

/** The values are in styles/tokens.css; Mantine must only know the names. */
const shades = (name: string): MantineColorsTuple =>
  Array.from(
    { length: 10 },
    (_, shade) => `var(--mantine-color-${name}-${shade})`,
  ) as unknown as MantineColorsTuple;

export const theme = createTheme({
  primaryColor: 'celadon',
  colors: { celadon: shades('celadon') },
  defaultRadius: 'var(--mantine-radius-default)',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Popover: Popover.extend({ defaultProps: { transitionProps: { duration: 100 }, shadow: 'md' } }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 350, transitionProps: { duration: 80 } },
    }),
  },
});
