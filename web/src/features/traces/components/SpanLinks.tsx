import { Link } from '@tanstack/react-router';
import type { Span } from '../../../api/types.ts';
import { AttributeTable } from '../../../shared/ui/AttributeTable.tsx';
import css from '../details.module.css';

export function SpanLinks({ span }: { span: Span }) {
  return (
    <>
      <ul className={css['list']}>
        {span.links.map((link, at) => (
          <li key={`${link.traceId} ${link.spanId} ${at}`}>
            <Link
              to="/traces/$traceId"
              params={{ traceId: link.traceId }}
              search={{ span: link.spanId }}
              className={`mono ${css['link']}`}
            >
              trace {link.traceId}, span {link.spanId}
            </Link>
            {Object.keys(link.attributes).length > 0 && (
              <AttributeTable
                label="Attributes of the link"
                attributes={link.attributes}
                types={link.attributeTypes}
                dropped={link.droppedAttributesCount}
              />
            )}
          </li>
        ))}
      </ul>
      {span.droppedLinksCount > 0 && (
        <p className="faint">{span.droppedLinksCount} more were dropped by the sender.</p>
      )}
    </>
  );
}
