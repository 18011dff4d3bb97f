import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  // What stands in dev/packages/uses is compiled where the packages are installed.
  {
    ignores: [
      '**/dist',
      'build',
      'coverage',
      '.data',
      '.emulators',
      '.tools',
      'dev/packages/uses',
      '**/schema.d.ts',
      // Checked by a script of its own, where its packages are installed.
      'bench/*.*',
      'bench/!(verifier)/**',
    ],
  },
  eslint.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  { languageOptions: { parserOptions: { projectService: true } } },
  {
    files: ['**/*.ts', '**/*.tsx'],
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-extraneous-class': 'off',
      // Express has its types extended by a global namespace, and knows no other way.
      '@typescript-eslint/no-namespace': ['error', { allowDeclarations: true }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'CallExpression[callee.object.name="AbortSignal"][callee.property.name="any"] MemberExpression[object.name="AbortSignal"][property.name="timeout"]',
          message:
            'Node 20 forgets a timeout that only `any` holds, and never aborts: give it a time limit of ours.',
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts', 'packages/*/test/**/*.ts', '**/*.spec.ts'],
    rules: { 'max-lines-per-function': 'off', '@typescript-eslint/unbound-method': 'off' },
  },
  {
    files: [
      'dev/**/*.ts',
      'bench/verifier/*.ts',
      'docker/**/*.ts',
      'examples/**/*.ts',
      'src/cli/**/*.ts',
      'test/browser/**/*.ts',
    ],
    rules: { 'no-console': 'off' },
  },
  { files: ['**/*.js', '**/*.cjs', '**/*.mjs'], extends: [tseslint.configs.disableTypeChecked] },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs' },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
