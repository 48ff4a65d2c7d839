import { defineConfig } from 'prisma/config';

// Only `prisma generate` reads this: migrations are plain SQL applied by the services themselves.
export default defineConfig({ schema: `apps/${process.env['APP']}/prisma` });
