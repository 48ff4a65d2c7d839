import { swc } from './tools/swc.ts';

const common = {
  rootDir: import.meta.dirname,
  extensionsToTreatAsEsm: ['.ts'],
  // js before ts: packages that ship both must not be compiled again.
  moduleFileExtensions: ['js', 'mjs', 'cjs', 'ts', 'json', 'node'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  moduleNameMapper: {
    '^@anju/contracts/(.*)$': '<rootDir>/libs/contracts/src/gen/$1.ts',
    '^@anju/([^/]*)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['/dist/', '<rootDir>/.anju/', '<rootDir>/node_modules/.cache/'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
};

/**
 * unit: no server. service: a real PostgreSQL and Kafka. e2e: the whole stack, spoken to over HTTP; browser:
 * the same, by people in Chromium; outages: a stack
 * of its own, parts of which go down; dev: `npm run dev` on a copy of this checkout.
 */
export default {
  maxWorkers: 2,
  testTimeout: 60_000,
  projects: [
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/{apps,libs}/*/src/**/*.spec.ts'] },
    {
      ...common,
      displayName: 'service',
      testMatch: ['<rootDir>/{apps,libs}/*/test/**/*.spec.ts'],
      globalSetup: '<rootDir>/tools/testing/servers-up.mjs',
      globalTeardown: '<rootDir>/tools/testing/servers-down.mjs',
    },
    {
      ...common,
      displayName: 'e2e',
      testMatch: ['<rootDir>/e2e/**/*.spec.ts'],
      testPathIgnorePatterns: [...common.testPathIgnorePatterns, 'e2e/outages', 'e2e/dev', 'e2e/browser/'],
      globalSetup: '<rootDir>/tools/testing/stack-up.mjs',
      globalTeardown: '<rootDir>/tools/testing/stack-down.mjs',
    },
    {
      ...common,
      displayName: 'browser',
      testMatch: ['<rootDir>/e2e/browser/*.spec.ts'],
      globalSetup: '<rootDir>/tools/testing/browser-up.mjs',
      globalTeardown: '<rootDir>/tools/testing/stack-down.mjs',
    },
    {
      ...common,
      displayName: 'outages',
      testMatch: ['<rootDir>/e2e/outages.spec.ts'],
      globalSetup: '<rootDir>/tools/testing/outages-up.mjs',
      globalTeardown: '<rootDir>/tools/testing/outages-down.mjs',
      setupFiles: ['<rootDir>/tools/testing/outages-stack.mjs'],
    },
    { ...common, displayName: 'dev', testMatch: ['<rootDir>/e2e/dev.spec.ts'] },
  ],
};
