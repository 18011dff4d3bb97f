import Box from '@cloudscape-design/components/box';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { bodyOf } from '../api/answer.js';
import { api } from '../api/api.js';
import { fieldError } from '../api/problem.js';
import type { Enrolment } from '../api/types.js';
import { me } from '../api/use-me.js';
import { useNotices } from '../shell/notices.js';
import { EntryForm } from '../ui/entry-form.js';
import { QrCode } from './qr-code.js';

interface Props {
  readonly enrolment: Enrolment;
  /** Another secret is wanted. */
  readonly onAgain: () => void;
}

export function EnrolmentForm({ enrolment: { secret, otpauthUrl }, onAgain }: Props) {
  const [code, setCode] = useState('');
  const queries = useQueryClient();
  const { done } = useNotices();
  const verifying = useMutation({
    mutationFn: () =>
      bodyOf(api.POST('/api/v1/auth/mfa/verify', { body: { code: code.replaceAll(' ', '') } })),
    onSuccess: () => {
      done('The second factor is on', { content: 'You are asked for a code at the next sign-in.' });
      void queries.invalidateQueries({ queryKey: me.queryKey });
    },
  });
  return (
    <EntryForm
      action="Switch on"
      busy={verifying.isPending}
      error={verifying.error}
      cancel={{ text: 'Start over', onClick: onAgain }}
      onSubmit={() => verifying.mutate()}
    >
      <Box>1. Scan this with your authenticator app.</Box>
      <QrCode text={otpauthUrl} label="QR code for your authenticator app; the key below says the same" />
      <Box>
        Or type this key:{' '}
        <CopyToClipboard
          variant="inline"
          textToCopy={secret}
          copyButtonAriaLabel="Copy the key"
          copySuccessText="Copied"
          copyErrorText="Not copied"
        />
      </Box>
      <FormField
        label="2. Code"
        description="Six digits, as the app shows them now."
        errorText={fieldError(verifying.error, 'code')}
      >
        <Input
          inputMode="numeric"
          autoComplete="one-time-code"
          value={code}
          onChange={({ detail }) => setCode(detail.value)}
        />
      </FormField>
    </EntryForm>
  );
}
