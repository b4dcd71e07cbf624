import { Skeleton, Tabs, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { IconServer } from '@tabler/icons-react';
import { CopyButton } from '../../../shared/ui/CopyButton.tsx';
import {
  agentSnippet,
  curlSnippet,
  environmentSnippet,
  safeUrl,
  serverUrl,
} from '../model/snippets.ts';
import { aboutQuery } from '../api/about.ts';
import css from '../first-run.module.css';

/** The port that OTLP over HTTP has by its specification. */
const OTLP_HTTP_PORT = 4318;
/** And that of OpAMP. */
const OPAMP_PORT = 4320;

export function Snippet() {
  const { data: about, isPending } = useQuery(aboutQuery);
  // A proxy or another host may stand before the collector, so the address can be changed.
  const [changed, setTyped] = useState<string>();
  if (isPending) return <Skeleton height={460} />;
  const ours = serverUrl(location.hostname, about?.otlpPort ?? OTLP_HTTP_PORT);
  const opamp = serverUrl(location.hostname, about?.opampPort ?? OPAMP_PORT);
  const typed = changed ?? ours;
  const url = safeUrl(typed);
  const tabs = [
    {
      value: 'curl',
      label: 'Try it with curl',
      says: 'Sends one trace and one log record, with the present time.',
      text: curlSnippet(url ?? ours),
    },
    {
      value: 'agent',
      label: 'A Node.js service',
      says: 'Our agent: traces, logs, metrics, correlation ids and circuit breakers, without a change to the code.',
      text: agentSnippet(url ?? ours, opamp),
    },
    {
      value: 'sdk',
      label: 'Any OpenTelemetry SDK',
      says: 'Set these where your service starts; every OpenTelemetry SDK reads them.',
      text: environmentSnippet(url ?? ours),
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
