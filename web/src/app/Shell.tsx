import { Outlet, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { AlarmNotices } from '../features/alarms/AlarmNotices.tsx';
import { ControlBanners } from '../features/control/ControlBanners.tsx';
import { HelpDialog } from './HelpDialog.tsx';
import { IdJump } from './IdJump.tsx';
import { Navigation } from './Navigation.tsx';
import { RefreshControl } from './RefreshControl.tsx';
import { TimePicker } from './TimePicker.tsx';
import { useShortcuts } from './useShortcuts.ts';
import { Waiting } from './Waiting.tsx';
import css from './shell.module.css';

export function Shell() {
  const [help, setHelp] = useState(false);
  const navigate = useNavigate();
  useShortcuts({
    search: () => focusSearch(),
    help: () => setHelp(true),
    go: (place) => void navigate({ to: `/${place}` }),
  });
  return (
    <div className={css['shell']}>
      <a className={css['skip']} href="#main">
        Skip to content
      </a>
      <Navigation openHelp={() => setHelp(true)} />
      <header className={css['top']}>
        <IdJump />
        <div className={css['grow']} />
        <TimePicker />
        <RefreshControl />
      </header>
      <div className={css['banners']}>
        <ControlBanners />
      </div>
      <main id="main" className={css['main']} tabIndex={-1}>
        <Outlet />
      </main>
      <AlarmNotices />
      <Waiting />
      <HelpDialog opened={help} close={() => setHelp(false)} />
    </div>
  );
}

/** The page's own search box where it has one, else the jump to an id. */
function focusSearch(): void {
  const boxes = [...document.querySelectorAll<HTMLElement>('[data-search]')];
  const box = boxes.find((each) => each.dataset['search'] === 'page') ?? boxes[0];
  box?.focus();
  if (box instanceof HTMLInputElement) box.select();
}
