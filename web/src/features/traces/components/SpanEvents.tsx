import type { Span } from '../../../api/types.ts';
import { formatDuration } from '../../../shared/format/duration.ts';
import { formatAbsolute, msBetween } from '../../../shared/format/time.ts';
import { AttributeTable } from '../../../shared/ui/AttributeTable.tsx';
import css from '../details.module.css';

export function SpanEvents({ span }: { span: Span }) {
  const start = BigInt(span.startTimeUnixNano);
  return (
    <>
      <ul className={css['list']}>
        {span.events.map((event, at) => (
          <li key={`${event.timeUnixNano} ${at}`}>
            <h3>
              {event.name || '(no name)'}
              <span className="faint" title={formatAbsolute(event.timeUnixNano)}>
                at {formatDuration(msBetween(start, BigInt(event.timeUnixNano)))}
              </span>
            </h3>
            {Object.keys(event.attributes).length > 0 && (
              <AttributeTable
                label={`Attributes of the event ${event.name}`}
                attributes={event.attributes}
                types={event.attributeTypes}
                dropped={event.droppedAttributesCount}
              />
            )}
          </li>
        ))}
      </ul>
      {span.droppedEventsCount > 0 && (
        <p className="faint">{span.droppedEventsCount} more were dropped by the sender.</p>
      )}
    </>
  );
}
