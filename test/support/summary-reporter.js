import process from 'node:process';

/**
 * Closes the run with how many tests passed and failed, alone on the last line: after Jest's own summary, which comes
 * when all reporters are done. A file that cannot run fails once.
 */
export default class SummaryReporter {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    process.once('exit', () => process.stdout.write(`${numPassedTests} passed, ${failed} failed\n`));
  }
}
