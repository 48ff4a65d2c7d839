import { pino, type Logger } from 'pino';

export type Log = Logger;

/** Injection token of the process's log. */
export const LOGGER = Symbol('logger');

const errorFields = (error: unknown) => {
  if (!(error instanceof Error)) return { type: typeof error };
  // Drivers put statements and values into messages of errors: keep the kind, the code and where it happened.
  const code = 'code' in error ? String(error.code) : undefined;
  const at = error.stack
    ?.split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 12)
    .map((line) => line.trim());
  return { type: error.name, code, at };
};

/** JSON lines on standard output: ids and names of things, never words people typed. */
export function createLog(service: string, level: string): Log {
  return pino({
    level,
    base: { service },
    formatters: { level: (label) => ({ level: label }) },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    serializers: { error: errorFields, err: errorFields },
  });
}
