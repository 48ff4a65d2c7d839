import type { Database as TenantDatabase, Work as TenantWork } from '@anju/tenancy';
import type { PrismaPg } from '@prisma/adapter-pg';
import { type Prisma, PrismaClient } from '../generated/prisma/client.js';

export type Tx = Prisma.TransactionClient;
export type Work = TenantWork<Tx>;
export type IdentityDatabase = TenantDatabase<Tx>;

export const connect = (adapter: PrismaPg) => new PrismaClient({ adapter });
