/** PostgreSQL's own code for a failure (SQLSTATE), through Prisma's wrapping or straight from pg; empty for others. */
export function sqlState(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const meta: unknown = Reflect.get(error, 'meta');
  const found = JSON.stringify([Reflect.get(error, 'code'), meta, Reflect.get(error, 'cause')]);
  return (
    /"(?:original)?[cC]ode":"([0-9A-Z]{5})"/.exec(found)?.[1] ?? /^\["([0-9A-Z]{5})"/.exec(found)?.[1] ?? ''
  );
}

/** The code a driver or Prisma gives the error, or empty. */
export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

// Connections: 08*; shutting down or starting: 57P0*; too many connections, disk full, no memory: 53*.
const states = /^(08...|57P0.|53...)$/;
const codes = /^(P1001|P1002|P1008|P1017|P2024|P2037|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE)$/;
// pg says these without a code.
const words =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/;

/** Whether the database could not be reached or is leaving: that says nothing about what was asked of it. */
export const isAway = (error: unknown): boolean =>
  states.test(sqlState(error)) ||
  codes.test(codeOf(error)) ||
  (error instanceof Error && words.test(error.message));
