import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';

/** A page for who has not signed in. */
export function Centred({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="centred">
      <title>{`${title} · B2B auth broker`}</title>
      <SpaceBetween size="l">
        <Box variant="strong" fontSize="heading-m" color="text-body-secondary">
          B2B auth broker
        </Box>
        {children}
      </SpaceBetween>
    </main>
  );
}
