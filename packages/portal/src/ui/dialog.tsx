import Modal, { type ModalProps } from '@cloudscape-design/components/modal';
import { useState } from 'react';

interface Props extends Pick<ModalProps, 'header' | 'footer' | 'children'> {
  /** What it was asked to do is under way, and may fail. */
  readonly busy?: boolean;
  readonly onClose: () => void;
}

/**
 * Its button closes it, and so does Escape for as long as nothing was done in it that would be gone. A press beside it may
 * be a slip, and does nothing.
 */
export function Dialog({ header, footer, children, busy = false, onClose }: Props) {
  const [touched, setTouched] = useState(false);
  const touch = () => setTouched(true);
  const closedBy = ['closeButton', ...(touched || busy ? [] : ['keyboard'])];
  return (
    <Modal
      visible
      header={header}
      footer={footer}
      onDismiss={({ detail }) => closedBy.includes(detail.reason) && onClose()}
    >
      <div onInput={touch} onClick={touch}>
        {children}
      </div>
    </Modal>
  );
}
