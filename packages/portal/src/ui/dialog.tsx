import Modal, { type ModalProps } from '@cloudscape-design/components/modal';
import { useState } from 'react';

interface Props extends Pick<ModalProps, 'header' | 'footer' | 'children'> {
  readonly onClose: () => void;
}

/**
 * Its button closes it, and so does Escape for as long as nothing was typed in it, which would be gone. A press beside it
 * may be a slip, and does nothing.
 */
export function Dialog({ header, footer, children, onClose }: Props) {
  const [typed, setTyped] = useState(false);
  const closedBy = ['closeButton', ...(typed ? [] : ['keyboard'])];
  return (
    <Modal
      visible
      header={header}
      footer={footer}
      onDismiss={({ detail }) => closedBy.includes(detail.reason) && onClose()}
    >
      <div onInput={() => setTyped(true)}>{children}</div>
    </Modal>
  );
}
