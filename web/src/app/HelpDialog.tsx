import { Kbd, Modal } from '@mantine/core';
import { Fragment } from 'react';
import css from './shell.module.css';

const GROUPS: { title: string; keys: [string[], string][] }[] = [
  {
    title: 'Everywhere',
    keys: [
      [['/'], 'Search or filter this page'],
      [['g', 's'], 'Services'],
      [['g', 't'], 'Traces'],
      [['g', 'l'], 'Logs'],
      [['?'], 'This help'],
      [['Esc'], 'Close, or leave a text box'],
    ],
  },
  {
    title: 'In a trace',
    keys: [
      [['j', '↓'], 'Next span'],
      [['k', '↑'], 'Previous span'],
      [['→', '←'], 'Open or close the span’s children; then go to child or parent'],
      [['Enter', 'Space'], 'Open or close the span’s children'],
      [['Esc'], 'Close the span’s details'],
    ],
  },
];

export function HelpDialog({ opened, close }: { opened: boolean; close: () => void }) {
  return (
    <Modal opened={opened} onClose={close} title="Keyboard" size={460}>
      <table className={css['keys']}>
        {GROUPS.map(({ title, keys }) => (
          <tbody key={title}>
            <tr>
              <th colSpan={2} scope="rowgroup">
                {title}
              </th>
            </tr>
            {keys.map(([names, does]) => (
              <tr key={does}>
                <td>
                  {names.map((name, at) => (
                    <Fragment key={name}>
                      {at > 0 && ' '}
                      <Kbd size="xs">{name}</Kbd>
                    </Fragment>
                  ))}
                </td>
                <td>{does}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </Modal>
  );
}
