import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Span, SpanLink } from '../../../api/types.ts';
import { shortId } from '../../../shared/ids.ts';
import { AttributeTable } from '../../../shared/ui/AttributeTable.tsx';
import type { IncomingLink } from '../model/links.ts';
import css from '../details.module.css';
import type { TraceView } from './useTraceView.ts';

interface Props {
  span: Span;
  /** From other spans of this trace. */
  incoming: readonly IncomingLink[];
  view: TraceView;
}

export function SpanLinks({ span, incoming, view }: Props) {
  const inTrace = (key: string): ReactNode => {
    const node = view.tree.byKey.get(key);
    return (
      <button type="button" className={css['inPlace']} onClick={() => view.select(key)}>
        {node ? `${node.span.service} · ${node.span.name || '(no name)'}` : shortId(key)}
      </button>
    );
  };
  return (
    <>
      <ul className={css['list']}>
        {span.links.map((link, at) => (
          <li key={`${link.traceId} ${link.spanId} ${at}`}>
            {link.traceId === view.trace.traceId && view.tree.byKey.has(link.spanId) ? (
              <p>to {inTrace(link.spanId)}</p>
            ) : (
              <Link
                to="/traces/$traceId"
                params={{ traceId: link.traceId }}
                search={{ span: link.spanId }}
                className={`mono ${css['link']}`}
              >
                trace {link.traceId}, span {link.spanId}
              </Link>
            )}
            <LinkAttributes link={link} />
          </li>
        ))}
        {incoming.map(({ from, link }, at) => (
          <li key={`${from.key} ${at}`}>
            <p>from {inTrace(from.key)}</p>
            <LinkAttributes link={link} />
          </li>
        ))}
      </ul>
      {span.droppedLinksCount > 0 && (
        <p className="faint">{span.droppedLinksCount} more were dropped by the sender.</p>
      )}
    </>
  );
}

function LinkAttributes({ link }: { link: SpanLink }) {
  if (Object.keys(link.attributes).length === 0) return undefined;
  return (
    <AttributeTable
      label="Attributes of the link"
      attributes={link.attributes}
      types={link.attributeTypes}
      dropped={link.droppedAttributesCount}
    />
  );
}
