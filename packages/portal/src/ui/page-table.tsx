import Box from '@cloudscape-design/components/box';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { TableProps } from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import type { Pages } from '../api/use-pages.js';
import { ItemTable } from './item-table.js';
import { ProblemAlert } from './problem-alert.js';

interface Props<Item> extends Pick<TableProps<Item>, 'columnDefinitions' | 'header' | 'filter' | 'trackBy'> {
  readonly pages: Pages<Item>;
  /** What a screen reader calls it. */
  readonly label: string;
  /** In place of the rows, when there are none. */
  readonly empty: ReactNode;
}

/** A list of the API: waiting, failed, empty, or there. */
export function PageTable<Item>({ pages, empty, ...table }: Props<Item>) {
  return (
    <SpaceBetween size="l">
      {pages.error && <ProblemAlert error={pages.error} retry={pages.reload} />}
      <ItemTable
        {...table}
        items={pages.items}
        loading={pages.isPending}
        empty={<Box textAlign="center">{pages.error ? 'It could not be read.' : empty}</Box>}
        pagination={(pages.known > 1 || pages.hasMore) && <Turn pages={pages} />}
      />
    </SpaceBetween>
  );
}

function Turn<Item>({ pages }: { pages: Pages<Item> }) {
  return (
    <Pagination
      currentPageIndex={pages.page}
      pagesCount={pages.known}
      openEnd={pages.hasMore}
      disabled={pages.isFetching}
      ariaLabels={{
        nextPageLabel: 'Next page',
        previousPageLabel: 'Previous page',
        pageLabel: (n) => `Page ${n}`,
      }}
      onChange={({ detail }) => pages.turnTo(detail.currentPageIndex)}
    />
  );
}
