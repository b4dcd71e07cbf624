import type { Span } from '../../../api/types.ts';
import { oneLine } from '../../../shared/attributes.ts';

/**
 * What a span is about, where its name does not say it: the path of an HTTP request that is named by
 * its method alone, as those of clients are, or the statement of a database.
 */
export function spanDetail({ name, attributes }: Span): string {
  const statement = attributes['db.query.text'] ?? attributes['db.statement'];
  if (typeof statement === 'string' && !statement.includes(name)) return oneLine(statement);
  if (name !== attributes['http.request.method'] && name !== attributes['http.method']) return '';
  return oneLine(
    attributes['url.path'] ?? pathOf(attributes['url.full'] ?? attributes['http.url']),
  );
}

function pathOf(url: unknown): string {
  return typeof url === 'string' ? (URL.parse(url)?.pathname ?? '') : '';
}
