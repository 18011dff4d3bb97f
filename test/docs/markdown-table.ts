import { readFileSync } from 'node:fs';

/** The text of a page under `docs/`. */
export function readPage(name: string): string {
  return readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
}

/** The cells of the first table below a heading of the second level, row by row, without the table's head. */
export function tableIn(page: string, heading: string): string[][] {
  const lines = page.split('\n');
  const below = lines.slice(lines.indexOf(`## ${heading}`) + 1);
  const start = below.findIndex((line) => line.startsWith('|'));
  const length = below.slice(start).findIndex((line) => !line.startsWith('|'));
  return below.slice(start + 2, start + length).map(cellsOf);
}

/** What stands in backticks, without them. */
export function plain(cell: string): string {
  return cell.replace(/^`(.*)`$/, '$1');
}

function cellsOf(row: string): string[] {
  return row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}
