import { Tabs } from '@mantine/core';
import { CopyButton } from '../../../shared/ui/CopyButton.tsx';
import { collectorUrl, curlSnippet, environmentSnippet } from '../model/snippets.ts';
import css from '../first-run.module.css';

export function Snippet() {
  const url = collectorUrl(location.hostname);
  const tabs = [
    {
      value: 'curl',
      label: 'Try it with curl',
      says: 'Sends one trace and one log record, with the present time.',
      text: curlSnippet(url),
    },
    {
      value: 'sdk',
      label: 'Any OpenTelemetry SDK',
      says: 'Set these where your service starts; every OpenTelemetry SDK reads them.',
      text: environmentSnippet(url),
    },
  ];
  return (
    <Tabs defaultValue="curl" keepMounted={false}>
      <Tabs.List>
        {tabs.map(({ value, label }) => (
          <Tabs.Tab key={value} value={value}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map(({ value, says, text }) => (
        <Tabs.Panel key={value} value={value}>
          <div className={css['snippet']}>
            <div className={css['bar']}>
              <span className="muted">{says}</span>
              <CopyButton wide value={text} what="snippet" />
            </div>
            <pre tabIndex={0} aria-label="Snippet">
              {text}
            </pre>
          </div>
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
