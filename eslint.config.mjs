import { defineConfig, globalIgnores } from 'eslint/config'
import nextVitals from 'eslint-config-next/core-web-vitals'
import tseslint from 'typescript-eslint'

const typed = ['**/*.ts', '**/*.tsx']

export default defineConfig([
  globalIgnores([
    '.next/**',
    '.interlock/**',
    'lib/store/prisma/generated/**',
    'next-env.d.ts',
    'test-results/**',
    'playwright-report/**',
    'bench/results/**',
  ]),
  ...nextVitals,
  { files: typed, extends: [tseslint.configs.strictTypeChecked] },
  {
    files: typed,
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      // Numbers read well in sentences; objects never do.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // An arrow that only calls something is the plain way to write a handler.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Forms take async actions as attributes; React awaits them.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
  {
    rules: {
      '@next/next/no-html-link-for-pages': 'off', // asks for a pages folder; there is none
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'import/no-anonymous-default-export': 'off',
    },
  },
  {
    files: ['bin/**', 'bench/**', 'tests/**', '*.config.*'],
    rules: { 'no-console': 'off' },
  },
  {
    // A suite is one long function by nature, and a table of cases one long file.
    files: ['tests/**', 'bench/**'],
    rules: {
      'max-lines-per-function': 'off',
      'max-lines': 'off',
      'react-hooks/rules-of-hooks': 'off',
    },
  },
])
