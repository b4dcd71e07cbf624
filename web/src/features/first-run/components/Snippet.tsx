import { Tabs, TextInput } from '@mantine/core';
import { useState } from 'react';
import { IconServer } from '@tabler/icons-react';
import { CopyButton } from '../../../shared/ui/CopyButton.tsx';
import { collectorUrl, curlSnippet, environmentSnippet, safeUrl } from '../model/snippets.ts';
import css from '../first-run.module.css';

export function Snippet() {
  // The collector may listen elsewhere, and this page cannot know: the address can be changed.
  const [typed, setTyped] = useState(() => collectorUrl(location.hostname));
  const url = safeUrl(typed);
  const tabs = [
    {
      value: 'curl',
      label: 'Try it with curl',
      says: 'Sends one trace and one log record, with the present time.',
      text: curlSnippet(url ?? collectorUrl(location.hostname)),
    },
    {
      value: 'sdk',
      label: 'Any OpenTelemetry SDK',
      says: 'Set these where your service starts; every OpenTelemetry SDK reads them.',
      text: environmentSnippet(url ?? collectorUrl(location.hostname)),
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
              <TextInput
                size="xs"
                className={css['address']}
                value={typed}
                onChange={(event) => setTyped(event.currentTarget.value)}
                error={url === undefined}
                aria-label="Address of the collector"
                title="Where the collector takes OTLP over HTTP"
                leftSection={<IconServer size={14} />}
                spellCheck={false}
              />
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
