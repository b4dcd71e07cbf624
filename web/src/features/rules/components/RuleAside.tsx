import { Tabs } from '@mantine/core';
import { conditionWords } from '../../../shared/alarms/condition.ts';
import { MeasureChart } from '../../../shared/alarms/MeasureChart.tsx';
import { countOf } from '../../../shared/format/number.ts';
import { CopyButton } from '../../../shared/ui/CopyButton.tsx';
import { ErrorNote } from '../../../shared/ui/ErrorNote.tsx';
import { ScrollRegion } from '../../../shared/ui/ScrollRegion.tsx';
import { firedWords, mergePeriods } from '../model/fired.ts';
import type { ReadDraft } from '../model/draft.ts';
import { yamlDocument } from '../model/yaml.ts';
import type { PreviewState } from '../useRulePreview.ts';
import css from '../editor.module.css';

interface Props {
  preview: PreviewState;
  read: ReadDraft;
}

/** Beside the form: when the rule would have fired, and the rule as a file would have it. */
export function RuleAside({ preview, read }: Props) {
  return (
    <aside className={css['aside']} aria-label="Preview">
      <Tabs defaultValue="preview" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="preview">Preview</Tabs.Tab>
          <Tabs.Tab value="yaml">YAML</Tabs.Tab>
          <Tabs.Tab value="json">JSON</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="preview">
          <Preview preview={preview} />
        </Tabs.Panel>
        <Tabs.Panel value="yaml">
          <Source read={read} what="YAML" write={yamlDocument} />
        </Tabs.Panel>
        <Tabs.Panel value="json">
          <Source read={read} what="JSON" write={(rule) => JSON.stringify(rule, null, 2)} />
        </Tabs.Panel>
      </Tabs>
    </aside>
  );
}

function Preview({ preview }: { preview: PreviewState }) {
  const { rule, data, error, queryProblem } = preview;
  if (rule === undefined) {
    return <p className={css['aside-note']}>Shown once the condition on the left is complete.</p>;
  }
  if (queryProblem) {
    return <p className={css['aside-note']}>Shown once the query is understood.</p>;
  }
  if (error) {
    return (
      <div className={css['aside-note']}>
        <ErrorNote error={error} />
      </div>
    );
  }
  if (data === undefined) return <p className={css['aside-note']}>Trying the rule…</p>;
  if (data.unavailable !== null) return <p className={css['aside-note']}>{data.unavailable}</p>;
  const periods = mergePeriods(data.series.flatMap(({ firing }) => firing));
  const alarms = data.series.filter(({ firing }) => firing.length > 0).length;
  return (
    <div className={css['preview']} aria-busy={preview.loading}>
      <p className={css['words']}>Fires when {conditionWords(rule.condition)}.</p>
      <p className={css['fired']} role="status">
        {firedWords(periods, data)}
        {data.series.length > 1 && (
          <span className="muted">
            {' '}
            {alarms} of {countOf(data.series.length, 'series', 'series')}
            {data.truncated && ' (there are more)'}.
          </span>
        )}
      </p>
      <MeasureChart rule={rule} series={data.series} range={data} height={240} />
    </div>
  );
}

interface SourceProps {
  read: ReadDraft;
  what: string;
  write: (rule: unknown) => string;
}

function Source({ read, what, write }: SourceProps) {
  if (!read.ok) {
    return <p className={css['aside-note']}>Shown once the form on the left is complete.</p>;
  }
  const text = write(read.rule);
  return (
    <div className={css['source']}>
      <CopyButton value={text} what={what} wide />
      <ScrollRegion label={`The rule as ${what}`} className={css['text']}>
        <pre>{text}</pre>
      </ScrollRegion>
    </div>
  );
}
