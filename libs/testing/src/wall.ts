import type { QueryResultRow } from 'pg';

type Query = <R extends QueryResultRow>(text: string, values?: unknown[]) => Promise<R[]>;

interface Breach {
  breach: string;
}

// One row per rule broken by a table of schema public.
const catalogue = `
  WITH walled AS (
    SELECT c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  ), tenant_column AS (
    SELECT attrelid, attnum, attnotnull FROM pg_attribute WHERE attname = 'tenant_id'
  )
  SELECT relname || ': no tenant_id that is never null' AS breach FROM walled w
    WHERE NOT EXISTS (SELECT 1 FROM tenant_column t WHERE t.attrelid = w.oid AND t.attnotnull)
  UNION ALL SELECT relname || ': row security is not forced' FROM walled WHERE NOT (relrowsecurity AND relforcerowsecurity)
  UNION ALL SELECT relname || ': no policy' FROM walled w WHERE NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = w.oid)
  UNION ALL SELECT w.relname || ': ' || k.conname || ' does not start with tenant_id' FROM walled w
    JOIN pg_constraint k ON k.conrelid = w.oid AND k.contype IN ('p', 'u', 'f')
    JOIN tenant_column t ON t.attrelid = w.oid WHERE k.conkey[1] <> t.attnum
  UNION ALL SELECT w.relname || ': no primary key' FROM walled w
    WHERE NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = w.oid AND k.contype = 'p')
  UNION ALL SELECT v.relname || ': a view that would read past the wall' FROM pg_class v
    WHERE v.relnamespace = 'public'::regnamespace AND (v.relkind = 'm'
      OR (v.relkind = 'v' AND NOT coalesce(v.reloptions @> ARRAY['security_invoker=true'], false)))
  UNION ALL SELECT p.proname || ': a function that runs with its owner''s rights' FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
  ORDER BY 1`;

/** Rules of the wall that this database's tables, views and functions break; none is right. */
export async function wallBreaches(query: Query): Promise<string[]> {
  return (await query<Breach>(catalogue)).map((row) => row.breach);
}

/** Tables of which the application role sees rows although it said for whom it works to nobody; none is right. */
export async function leaksWithoutContext(asOwnerOf: Query, asApplication: Query): Promise<string[]> {
  const tables = await asOwnerOf<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'",
  );
  const leaks: string[] = [];
  for (const { name } of tables) {
    // A table the application may not even read (the outbox) is as good as empty.
    const rows = await asApplication(`SELECT 1 FROM "${name}" LIMIT 1`).catch(() => []);
    if (rows.length > 0) leaks.push(name);
  }
  return leaks;
}
