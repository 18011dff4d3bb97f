import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readPage, tableIn } from './markdown-table.js';

const ROOT = new URL('../../', import.meta.url);
const RFCS = ['6749', '7009', '7662', '8414', '9700'];
const PATH = /^(?:(?:src|test|docs)\/.+|[A-Z]+\.md)$/;
const REASON = /(?:^|[`.] )(?:We differ|Deployment|Documented): \S/;
const NOT_APPLICABLE = /^Not applicable: \S/;
/** `RFC 7662 §2.1, §4`, as comments name sections. */
const CITATION = /RFC (\d{4}) (§[\d.]*\d(?:, §[\d.]*\d)*)/g;

const page = readPage('oauth-conformance.md');
const rowsOf = (rfc: string) => tableIn(page, `RFC ${rfc}`);

function pathsIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text).filter((text) => PATH.test(text));
}

function isTest(path: string): boolean {
  return path.endsWith('.spec.ts');
}

/** Whether a row tells where its sentence is carried out and what shows it, or why there is no such thing. */
function isComplete([section = '', asks, where = '', shown = '', ...rest]: string[]): boolean {
  if (!section.startsWith('§') || !asks || rest.length > 0) return false;
  if (NOT_APPLICABLE.test(shown)) return true;
  const isPlaced = pathsIn(where).some((path) => !isTest(path));
  return isPlaced && (pathsIn(shown).some(isTest) || REASON.test(shown));
}

/** The sections of these RFCs that comments in `src` name, as `6749 §5.2`. */
function sectionsInCode(): string[] {
  const files = readdirSync(new URL('src/', ROOT), { recursive: true, encoding: 'utf8' });
  const code = files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(new URL(`src/${file}`, ROOT), 'utf8'));
  return code
    .flatMap((text) => [...text.matchAll(CITATION)])
    .filter(([, rfc = '']) => RFCS.includes(rfc))
    .flatMap(([, rfc, sections = '']) => sections.split(', ').map((section) => `${rfc} ${section}`));
}

describe('docs/oauth-conformance.md', () => {
  it.each(RFCS)('says of every sentence of RFC %s where it is done and what shows it, or why not', (rfc) => {
    expect(page).toContain(`\n## RFC ${rfc}\n`);
    expect(rowsOf(rfc).length).toBeGreaterThan(10);
    expect(rowsOf(rfc).filter((row) => !isComplete(row))).toEqual([]);
  });

  it.each(RFCS)('names no file for RFC %s that there is not', (rfc) => {
    const paths = rowsOf(rfc).flat().flatMap(pathsIn);
    expect(paths.filter((path) => !existsSync(new URL(path, ROOT)))).toEqual([]);
  });

  it('has every section that the code names', () => {
    const named = RFCS.flatMap((rfc) =>
      rowsOf(rfc).flatMap(([sections = '']) => sections.match(/§[\d.]*\d/g)!.map((one) => `${rfc} ${one}`)),
    );
    const cited = sectionsInCode();
    expect(cited.length).toBeGreaterThan(10);
    expect(cited.filter((section) => !named.includes(section))).toEqual([]);
  });
});
