import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { untilAnswered } from '../../api/recover.ts';
import { describeRange } from '../../shared/time/range.ts';
import { useTimeRange } from '../../shared/time/useTimeRange.ts';
import { Page } from '../../shared/ui/Page.tsx';
import page from '../../shared/ui/page.module.css';
import { ListState } from '../../shared/ui/States.tsx';
import { type Pipeline, pipelineQuery } from './api/queries.ts';
import { Charts } from './components/Charts.tsx';
import { Flow } from './components/Flow.tsx';
import { LeftOutTable } from './components/LeftOutTable.tsx';
import { NoTelemetry } from './components/NoTelemetry.tsx';
import { PipelineSkeleton } from './components/PipelineSkeleton.tsx';
import { VerdictBand } from './components/VerdictBand.tsx';
import { leftOutOf } from './model/left-out.ts';

/** How data goes into the store: whether that is well, where it is, and what was left out. */
export function PipelinePage() {
  const { range, refreshMs } = useTimeRange();
  const query = useQuery({
    ...pipelineQuery(range),
    placeholderData: keepPreviousData,
    refetchInterval: untilAnswered(refreshMs),
  });
  return (
    <Page title="Pipeline" summary="from a request to the store, by what the stack tells of itself">
      <div className={page['body']}>
        <ListState
          query={query}
          hasData={query.data !== undefined}
          empty={query.data?.processes.length === 0}
          skeleton={<PipelineSkeleton />}
          nothing={<NoTelemetry everySeconds={query.data?.everySeconds ?? 0} />}
        >
          {query.data && <Content pipeline={query.data} during={describeRange(range)} />}
        </ListState>
      </div>
    </Page>
  );
}

function Content({ pipeline, during }: { pipeline: Pipeline; during: string }) {
  return (
    <>
      <VerdictBand verdict={pipeline.verdict} processes={pipeline.processes} />
      <Flow pipeline={pipeline} during={during} />
      <Charts pipeline={pipeline} />
      <LeftOutTable leftOut={leftOutOf(pipeline)} />
    </>
  );
}
