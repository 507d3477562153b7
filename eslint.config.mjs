import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const environment = { object: 'process', property: 'env', message: 'Only config/ reads the environment.' };
const stdout = [
  { object: 'process', property: 'stdout', message: 'Only cli/ writes to the terminal.' },
  { object: 'process', property: 'stderr', message: 'Only cli/ writes to the terminal.' },
];

export default tseslint.config(
  { ignores: ['**/dist/', 'node_modules/', 'coverage/', 'data/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // An empty string means "nothing" on both servers.
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      // Adapters are objects of closures, without a this to lose.
      '@typescript-eslint/unbound-method': 'off',
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**/*.ts', 'packages/*/src/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-depth': ['error', 3],
      'max-params': ['error', 5],
      complexity: ['error', 12],
      'no-console': 'error',
      'no-restricted-properties': ['error', environment, ...stdout],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/consent/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'TSAsExpression TSTypeReference[typeName.name=/^(Decided|SubscriptionDraft|OptOutWrite|AskedStatus)$/]',
          message: 'Only consent/ decides about consent (B45).',
        },
      ],
    },
  },
  { files: ['src/config/**'], rules: { 'no-restricted-properties': ['error', ...stdout] } },
  { files: ['src/cli/**', 'src/staging/**'], rules: { 'no-restricted-properties': ['error', environment] } },
  { files: ['packages/*/src/main.ts'], rules: { 'no-restricted-properties': 'off' } },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
);
