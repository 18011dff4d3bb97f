import { AUDIT_ACTIONS } from '../../src/audit/audit-entry.js';
import { plain, readPage, tableIn } from './markdown-table.js';

const rows = tableIn(readPage('audit.md'), 'Actions');

describe('docs/audit.md', () => {
  it('lists every action that is audited, in the order of the code, and no other', () => {
    expect(rows.map(([action = '']) => plain(action))).toEqual(AUDIT_ACTIONS);
  });

  it('names the target that each action is named after', () => {
    expect(rows.map(([, target]) => target)).toEqual(AUDIT_ACTIONS.map((action) => action.split('.')[0]));
  });

  it('says what each action means', () => {
    expect(rows.filter(([, , meaning]) => !meaning)).toEqual([]);
  });
});
