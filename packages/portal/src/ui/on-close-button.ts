import type { ModalProps } from '@cloudscape-design/components/modal';

/** Only who means it closes a dialog: Escape, or a press beside it, would throw away what was typed in it. */
export function onCloseButton(close: () => void): ModalProps['onDismiss'] {
  return ({ detail }) => {
    if (detail.reason === 'closeButton') close();
  };
}
