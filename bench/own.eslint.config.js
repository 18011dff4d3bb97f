import house from '../eslint.config.js';

/** The rules of the house, where they are not told to leave this directory alone: its packages are installed here. */
export default [
  ...house.filter(({ ignores, files }) => files || !ignores),
  { rules: { 'no-console': 'off' } },
];
