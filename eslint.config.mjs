import nx from '@nx/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const restrict = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });
const prismaElsewhere = { group: ['**/generated/**'], message: 'only store/ knows the database client' };
const grpcElsewhere = { group: ['@grpc/*'], message: 'only platform and transport/ know gRPC' };
const kafkaElsewhere = { group: ['kafkajs'], message: 'only libs/messaging knows the broker' };
const others = [prismaElsewhere, grpcElsewhere, kafkaElsewhere];

const everyService = [
  'type:contracts',
  'type:kernel',
  'type:tenancy',
  'type:messaging',
  'type:platform',
  'type:rounds',
  'type:sheets',
];
const depend = (sourceTag, ...tags) => ({ sourceTag, onlyDependOnLibsWithTags: tags });
const boundaries = {
  enforceBuildableLibDependency: false,
  allow: [],
  depConstraints: [
    depend('type:kernel', 'type:kernel'),
    depend('type:contracts', 'type:contracts'),
    depend('type:tenancy', 'type:tenancy', 'type:contracts', 'type:kernel'),
    depend('type:messaging', 'type:messaging', 'type:tenancy', 'type:contracts', 'type:kernel'),
    depend(
      'type:platform',
      'type:platform',
      'type:messaging',
      'type:tenancy',
      'type:contracts',
      'type:kernel',
    ),
    depend('type:sheets', 'type:sheets'),
    depend('type:testing', 'type:testing', ...everyService),
    depend('type:service', ...everyService),
    depend('type:edge', ...everyService),
    depend('type:web', 'type:contracts'),
  ],
};

const testing = {
  ...boundaries,
  depConstraints: boundaries.depConstraints.map((one) =>
    ['type:service', 'type:edge'].includes(one.sourceTag)
      ? depend(one.sourceTag, ...one.onlyDependOnLibsWithTags, 'type:testing')
      : one,
  ),
};

const budgets = {
  'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
  'max-params': ['error', 5],
};

export default tseslint.config(
  {
    ignores: [
      '**/gen/**',
      '**/generated/**',
      '**/dist/**',
      '**/node_modules/**',
      '.anju/**',
      '.nx/**',
      'tools/canary/**',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['tools/canary/*.ts'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { '@nx': nx },
    rules: {
      ...budgets,
      ...restrict(...others),
      '@nx/enforce-module-boundaries': ['error', boundaries],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-extraneous-class': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'settings are read in libs/platform only',
        },
      ],
    },
  },
  {
    files: ['libs/platform/src/**/*.ts', 'apps/*/src/transport/**/*.ts'],
    rules: restrict(prismaElsewhere, kafkaElsewhere),
  },
  {
    files: ['apps/gateway/**/*.ts', 'libs/testing/**/*.ts'],
    rules: restrict(prismaElsewhere, kafkaElsewhere),
  },
  {
    files: ['apps/console/**/*.{ts,tsx}'],
    ...reactHooks.configs.flat.recommended,
    rules: {
      ...reactHooks.configs.flat.recommended.rules,
      // Event handlers of a page may wait; React does not look at what they answer.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      ...restrict(grpcElsewhere, kafkaElsewhere, prismaElsewhere),
    },
  },
  { files: ['libs/messaging/**/*.ts'], rules: restrict(prismaElsewhere, grpcElsewhere) },
  { files: ['apps/*/src/store/**/*.ts'], rules: restrict(grpcElsewhere, kafkaElsewhere) },
  {
    files: ['apps/*/src/domain/**/*.ts'],
    rules: restrict({
      group: [
        '@nestjs/*',
        '@anju/*',
        '!@anju/kernel',
        '**/transport/**',
        '**/store/**',
        '**/app/**',
        '**/generated/**',
      ],
      message: 'domain is pure',
    }),
  },
  {
    files: ['libs/kernel/src/**/*.ts'],
    rules: restrict({
      group: ['@nestjs/*', '@prisma/*', '@grpc/*', 'kafkajs', 'pg'],
      message: 'the kernel is pure',
    }),
  },
  {
    files: [
      'tools/**/*.{ts,mjs}',
      'prisma.config.ts',
      'libs/platform/src/settings.ts',
      'libs/platform/src/run-service.ts',
      'libs/testing/**/*.ts',
      'e2e/**/*.ts',
      '**/test/**/*.ts',
    ],
    rules: { 'no-restricted-syntax': 'off', 'no-restricted-imports': 'off' },
  },
  // Node runs the tools as they are: only syntax that can be erased.
  { files: ['tools/**/*.ts'], rules: { '@typescript-eslint/parameter-properties': 'error' } },
  // Refused whole, so that we see every wall stand.
  { files: ['tools/canary/**/*.ts'], rules: restrict(...others) },
  {
    files: ['**/*.spec.ts', '**/test/**/*.ts', 'e2e/**/*.ts'],
    rules: {
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      '@nx/enforce-module-boundaries': ['error', testing],
    },
  },
  { files: ['**/*.mjs', '**/*.cjs'], ...tseslint.configs.disableTypeChecked },
);
