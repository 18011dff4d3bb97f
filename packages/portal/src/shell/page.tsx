import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page: its title, also the window's, what can be done, what there is to see. */
export function Page({ title, description, actions, children }: Props) {
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={description} actions={actions}>
          {title}
        </Header>
      }
    >
      <title>{`${title} · B2B auth broker`}</title>
      <SpaceBetween size="l">{children}</SpaceBetween>
    </ContentLayout>
  );
}
