import { CloseButton, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import css from './dialog.module.css';

interface Props {
  title: string;
  opened: boolean;
  close: () => void;
  children: ReactNode;
  /** Buttons at the end, the one that does it last. */
  actions: ReactNode;
}

/** A question that has to be answered before anything else. */
export function Dialog({ title, opened, close, children, actions }: Props) {
  return (
    // The scroll lock adds a style element, which the content security policy forbids. The title
    // stands in the body, because Mantine's header would be a second banner of the page.
    <Modal.Root opened={opened} onClose={close} size={500} lockScroll={false}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body>
          <div className={css['head']}>
            <Modal.Title>{title}</Modal.Title>
            <CloseButton aria-label="Close" onClick={close} />
          </div>
          <div className={css['body']}>{children}</div>
          <div className={css['actions']}>{actions}</div>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
