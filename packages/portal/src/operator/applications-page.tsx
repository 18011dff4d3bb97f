import Button from '@cloudscape-design/components/button';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { TableProps } from '@cloudscape-design/components/table';
import { useState } from 'react';
import type { Application } from '../api/types.js';
import { Page } from '../shell/page.js';
import { PageTable } from '../ui/page-table.js';
import { When } from '../ui/when.js';
import { type ApplicationStatus, useApplications } from './application-queries.js';
import { ApproveDialog, RejectDialog } from './decision-dialogs.js';

type Columns = TableProps.ColumnDefinition<Application>[];
interface Decision {
  readonly of: Application;
  readonly approve: boolean;
}

const STATUSES = [
  { id: 'pending', text: 'Pending' },
  { id: 'approved', text: 'Approved' },
  { id: 'rejected', text: 'Rejected' },
];

const COLUMNS: Columns = [
  { id: 'organization', header: 'Organisation', isRowHeader: true, cell: ({ organization }) => organization },
  { id: 'admin', header: 'Admin', cell: ({ admin }) => admin.name },
  { id: 'email', header: 'E-mail address', cell: ({ admin }) => admin.email },
  { id: 'client', header: 'First API client', cell: ({ client }) => client.name },
  { id: 'created', header: 'Arrived', cell: ({ createdAt }) => <When at={createdAt} /> },
];

export function ApplicationsPage() {
  const [status, setStatus] = useState<ApplicationStatus>('pending');
  const [decision, setDecision] = useState<Decision>();
  const close = () => setDecision(undefined);
  return (
    <Page
      title="Applications"
      description="Organisations that want access. Approving one creates its tenant and invites its admin."
    >
      <PageTable
        pages={useApplications(status)}
        label="Applications"
        trackBy="registrationId"
        columnDefinitions={status === 'pending' ? [...COLUMNS, actions(setDecision)] : COLUMNS}
        empty={<b>None {status}</b>}
        filter={
          <SegmentedControl
            label="Status"
            options={STATUSES}
            selectedId={status}
            onChange={({ detail }) => setStatus(detail.selectedId as ApplicationStatus)}
          />
        }
      />
      {decision?.approve && <ApproveDialog application={decision.of} onClose={close} />}
      {decision?.approve === false && <RejectDialog application={decision.of} onClose={close} />}
    </Page>
  );
}

function actions(onDecide: (decision: Decision) => void): Columns[number] {
  return {
    id: 'actions',
    header: 'Actions',
    cell: (one) => (
      <SpaceBetween direction="horizontal" size="xs">
        <Button
          variant="inline-link"
          ariaLabel={`Approve ${one.organization}`}
          onClick={() => onDecide({ of: one, approve: true })}
        >
          Approve
        </Button>
        <Button
          variant="inline-link"
          ariaLabel={`Reject ${one.organization}`}
          onClick={() => onDecide({ of: one, approve: false })}
        >
          Reject
        </Button>
      </SpaceBetween>
    ),
  };
}
