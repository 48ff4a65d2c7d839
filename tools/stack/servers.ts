import { startKafka } from './kafka.ts';
import { portFor } from './ports.ts';
import { type Server, startPostgres } from './postgres.ts';
import type { Secrets, State } from './state.ts';

export interface Servers {
  postgres: string;
  kafka: string;
  pids: Record<string, number>;
  /** Whether what was brought up to date at an earlier start is still there. */
  kept: boolean;
  stop(): Promise<void>;
}

/** Both, or neither: the one that came up does not stay alone. */
async function bothOrNone(starting: readonly Promise<Server | undefined>[]): Promise<(Server | undefined)[]> {
  const settled = await Promise.allSettled(starting);
  const failure = settled.find((one) => one.status === 'rejected');
  const servers = settled.map((one) => (one.status === 'fulfilled' ? one.value : undefined));
  if (!failure) return servers;
  for (const server of servers) await server?.stop();
  throw failure.reason;
}

/** `ANJU_PG_URL` and `ANJU_KAFKA` point to servers that run elsewhere; what they do not name is started here. */
export async function startServers(
  folder: string,
  { ports }: State,
  secrets: Secrets,
  options: { fleeting?: boolean } = {},
): Promise<Servers> {
  const { ANJU_PG_URL: givenPostgres, ANJU_KAFKA: givenKafka } = process.env;
  const [port, kafkaPort, controllerPort] = [
    await portFor('postgres', ports),
    await portFor('kafka', ports),
    await portFor('kafka-controller', ports),
  ];
  const [postgres, kafka] = await bothOrNone([
    givenPostgres
      ? Promise.resolve(undefined)
      : startPostgres({ ...options, state: folder, port, password: secrets.postgresPassword }),
    givenKafka ? Promise.resolve(undefined) : startKafka({ state: folder, port: kafkaPort, controllerPort }),
  ]);
  return {
    postgres: givenPostgres ?? postgres?.address ?? '',
    kafka: givenKafka ?? kafka?.address ?? '',
    pids: { ...(postgres ? { postgres: postgres.pid } : {}), ...(kafka ? { kafka: kafka.pid } : {}) },
    kept: postgres?.fresh === false && kafka?.fresh === false,
    stop: async () => {
      await kafka?.stop();
      await postgres?.stop();
    },
  };
}
