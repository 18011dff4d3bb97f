import { DependencyThrottled, DependencyUnavailable } from '../errors/dependency-errors.js';
import { errorFields } from './json-logger.js';

describe('an error in the log', () => {
  it('has its stack, and that of its cause', () => {
    const fields = errorFields(new DependencyUnavailable('pool', 'refresh', { cause: new Error('reset') }));
    expect(fields).toMatchObject({
      error: 'DependencyUnavailable',
      message: 'pool: refresh',
      dependency: 'pool',
    });
    expect(fields['stack']).toContain('json-logger.spec');
    expect(fields['cause']).toMatchObject({ error: 'Error', message: 'reset' });
  });

  it('has none where it is only that there is too much to do', () => {
    const fields = errorFields(new DependencyThrottled('pool', 'too many wait'));
    expect(fields).toEqual({
      error: 'DependencyThrottled',
      message: 'pool: too many wait',
      dependency: 'pool',
    });
  });
});
