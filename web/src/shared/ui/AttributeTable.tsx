import type { Attributes, AttributeTypes } from '../../api/types.ts';
import { showAttributes } from '../attributes.ts';
import css from './attribute-table.module.css';

interface Props {
  label: string;
  attributes: Attributes;
  types: AttributeTypes;
  dropped?: number;
}

export function AttributeTable({ label, attributes, types, dropped = 0 }: Props) {
  const shown = showAttributes(attributes, types);
  return (
    <>
      {shown.length === 0 ? (
        <p className="faint">None</p>
      ) : (
        <table className={css['table']} aria-label={label}>
          <tbody>
            {shown.map(({ key, type, text, href }) => (
              <tr key={key}>
                <th scope="row" title={`${key} (${type})`}>
                  {key}
                </th>
                <td>
                  {href === undefined ? (
                    <span
                      className={css['value']}
                      // Long values scroll, and what scrolls must be within reach of the keyboard.
                      {...(isLong(text) && { tabIndex: 0, role: 'group', 'aria-label': key })}
                    >
                      {text === '' ? <span className="faint">(empty)</span> : text}
                    </span>
                  ) : (
                    <a
                      className={`${css['value']} ${css['link']}`}
                      href={href}
                      target="_blank"
                      rel="noopener noreferrer"
                    >
                      {text}
                    </a>
                  )}
                  <span className={css['type']}>{type}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {dropped > 0 && <p className={css['dropped']}>{dropped} more were dropped by the sender.</p>}
    </>
  );
}

const isLong = (text: string): boolean => text.length > 250 || text.split('\n').length > 10;
