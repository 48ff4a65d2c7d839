import type { SqlClient, TransactionClient } from '@anju/tenancy';
import { Pool, type PoolClient, types } from 'pg';

const sqlOn = (client: PoolClient): SqlClient => {
  const run = (parts: TemplateStringsArray, values: unknown[]) =>
    client.query(
      parts.reduce((text, part, index) => `${text}$${index}${part}`),
      values,
    );
  return {
    $queryRaw: async <T>(parts: TemplateStringsArray, ...values: unknown[]) =>
      (await run(parts, values)).rows as T,
    $executeRaw: async (parts, ...values) => (await run(parts, values)).rowCount ?? 0,
  };
};

/** A transaction client on bare pg, for tests of the libraries that must not depend on any service's models. */
export function pgClient(url: string): TransactionClient<SqlClient> {
  types.setTypeParser(types.builtins.INT8, Number);
  const pool = new Pool({ connectionString: url, max: 4 });
  // A connection that is cut while it is idle has nobody to tell; the next query finds out.
  pool.on('error', () => undefined);
  return {
    async $transaction(run) {
      const client = await pool.connect();
      client.on('error', () => undefined);
      try {
        await client.query('BEGIN');
        const result = await run(sqlOn(client));
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch(() => undefined);
        throw error;
      } finally {
        client.release();
      }
    },
    $disconnect: () => pool.end(),
  };
}
