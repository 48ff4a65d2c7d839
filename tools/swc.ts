import type { Options } from '@swc/core';

/** How TypeScript becomes JavaScript, for the build and for jest alike. */
export const swc: Options = {
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, verbatimModuleSyntax: true },
    keepClassNames: true,
  },
  module: { type: 'es6' },
  sourceMaps: true,
};
