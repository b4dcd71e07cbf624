import { CloseButton, Kbd, Modal } from '@mantine/core';
import { Fragment } from 'react';
import css from './shell.module.css';

const GROUPS: { title: string; keys: [string[], string][] }[] = [
  {
    title: 'Everywhere',
    keys: [
      [['/'], 'Search or filter this page'],
      [['g', 'm'], 'Map'],
      [['g', 's'], 'Services'],
      [['g', 'i'], 'Instances'],
      [['g', 't'], 'Traces'],
      [['g', 'l'], 'Logs'],
      [['g', 'a'], 'Alarms'],
      [['g', 'r'], 'Alarm rules'],
      [['g', 'c'], 'Control loop'],
      [['g', 'p'], 'Pipeline'],
      [['?'], 'This help'],
      [['Esc'], 'Close, or leave a text box'],
    ],
  },
  {
    title: 'In a list of services, operations or traces',
    keys: [
      [['j'], 'Next row'],
      [['k'], 'Previous row'],
      [['Enter'], 'Open it'],
    ],
  },
  {
    title: 'In a search for traces',
    keys: [
      [['Enter'], 'Ask'],
      [['Tab'], 'Take the first that is offered'],
      [['Ctrl', 'Space'], 'Offer fields and values'],
    ],
  },
  {
    title: 'On the map',
    keys: [
      [['Tab'], 'Next service'],
      [['←', '→', '↑', '↓'], 'The nearest service in that direction'],
      [['Enter'], 'Its details; of a group, its members'],
      [['f'], 'Only its neighbours; so does a double-click'],
      [['Esc'], 'Close the details, then show the whole map'],
    ],
  },
  {
    title: 'In a trace',
    keys: [
      [['j', '↓'], 'Next span'],
      [['k', '↑'], 'Previous span'],
      [['→', '←'], 'Open or close the span’s children; then go to child or parent'],
      [['Enter', 'Space'], 'Open or close the span’s children'],
      [['c'], 'Open or close all that is below the span'],
      [['1', '…', '9'], 'Open so many levels; 0 for all'],
      [['e', 'E'], 'Next and previous error'],
      [['n', 'N'], 'Next and previous of the spans found'],
      [['z', 'Z'], 'Zoom to the span; back to the whole trace'],
      [['p'], 'Show or hide the critical path'],
      [['l'], 'Show or hide log records between the spans'],
      [['Esc'], 'Close the span’s details'],
    ],
  },
];

export function HelpDialog({ opened, close }: { opened: boolean; close: () => void }) {
  return (
    // The scroll lock adds a style element, which the content security policy forbids. The title
    // stands in the body, because Mantine's header would be a second banner of the page.
    <Modal.Root opened={opened} onClose={close} size={480} lockScroll={false}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body>
          <div className={css['dialogHead']}>
            <Modal.Title>Keyboard</Modal.Title>
            <CloseButton aria-label="Close the help" onClick={close} />
          </div>
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
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
