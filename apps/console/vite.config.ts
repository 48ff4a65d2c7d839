import react from '@vitejs/plugin-react';
import { join } from 'node:path';
import { defineConfig } from 'vite';

const contracts = join(import.meta.dirname, '..', '..', 'libs', 'contracts', 'src');

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  resolve: {
    alias: [
      { find: /^@anju\/contracts$/, replacement: join(contracts, 'index.ts') },
      { find: /^@anju\/contracts\/(.*)$/, replacement: join(contracts, 'gen', '$1.ts') },
    ],
  },
  build: {
    target: 'es2022',
    // Read by the test that weighs what a browser loads first.
    manifest: true,
    // The gateway's policy lets no script run that is not a file of its own.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
});
