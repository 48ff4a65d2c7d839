import type { Work as TenantWork } from '@anju/tenancy';
import type { PrismaPg } from '@prisma/adapter-pg';
import { type Prisma, PrismaClient } from '../generated/prisma/client.js';

export type Work = TenantWork<Prisma.TransactionClient>;

export const connect = (adapter: PrismaPg) => new PrismaClient({ adapter });
