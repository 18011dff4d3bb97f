import Cards, { type CardsProps } from '@cloudscape-design/components/cards';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useNarrow } from './use-narrow.js';

type Column<Item> = TableProps.ColumnDefinition<Item>;
type Shared = 'items' | 'header' | 'filter' | 'pagination' | 'empty' | 'loading' | 'trackBy';

interface Props<Item> extends Pick<TableProps<Item>, Shared | 'columnDefinitions'> {
  /** What a screen reader calls it. */
  readonly label: string;
}

/** Pixels of a column; where they are not there, the table is moved sideways. */
const LEAST = 130;

/** Items in columns; in a narrow window a card for each, with the same in it, so that nothing is out of sight. */
export function ItemTable<Item>({ label, columnDefinitions, ...shared }: Props<Item>) {
  const isNarrow = useNarrow();
  if (isNarrow) return <Cards {...shared} loadingText="Loading" cardDefinition={cardOf(columnDefinitions)} />;
  return (
    <Table
      {...shared}
      columnDefinitions={columnDefinitions.map((one) => ({ minWidth: LEAST, ...one }))}
      loadingText="Loading"
      wrapLines
      ariaLabels={{ tableLabel: label }}
    />
  );
}

/** The header of a row is that of its card, what comes next has a line for itself, what can be done stands at the end. */
function cardOf<Item>(columns: readonly Column<Item>[]): CardsProps.CardDefinition<Item> {
  const title = columns.find(({ isRowHeader }) => isRowHeader);
  return {
    header: (item) => title?.cell(item),
    sections: columns
      .filter((one) => one !== title)
      .map((one, index) => {
        const content = (item: Item) => one.cell(item);
        if (one.id === 'actions') return { id: one.id, content };
        return { id: one.id, header: one.header, content, width: index === 0 ? 100 : 50 };
      }),
  };
}
