import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ToolError } from '../command.ts';
import { until } from '../progress.ts';
import { startKafka } from '../stack/kafka.ts';
import type { Server } from '../stack/postgres.ts';
import type { Stack } from '../stack/stack.ts';
import { readState } from '../stack/state.ts';
import { isAlive } from './throw-away.ts';

interface Switch {
  readonly pid: number;
  down(): Promise<void>;
  up(): Promise<void>;
}

/** The broker dies at once, as its machine would. */
function brokerSwitch(state: string): Switch & { stop(): Promise<void> } {
  let broker: Server | undefined;
  const pid = () => broker?.pid ?? readState(state).pids['kafka'] ?? 0;
  return {
    get pid() {
      return pid();
    },
    async down() {
      const dying = pid();
      process.kill(dying, 'SIGKILL');
      await until('the end of Kafka', () => Promise.resolve(!isAlive(dying)));
    },
    async up() {
      const { kafka: port = 0, 'kafka-controller': controllerPort = 0 } = readState(state).ports;
      broker = await startKafka({ state, port, controllerPort });
    },
    stop: async () => broker?.stop(),
  };
}

function switchOf(name: string, { processes, supervisor }: Stack, broker: Switch): Switch {
  if (name === 'kafka') return broker;
  const found = processes.find((process) => process.name === name);
  if (!found) throw new ToolError(`nothing is called ${name}`);
  const pid = supervisor.pids[name] ?? 0;
  return { pid, down: () => supervisor.halt(found), up: () => supervisor.start(found) };
}

async function turn(way: string, one: Switch): Promise<void> {
  if (way === 'down') return one.down();
  if (way === 'up') return one.up();
  process.kill(one.pid, way);
}

export interface Switchboard {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Tests run in other processes than the stack's supervisor and reach it here: `POST /down/<name>` and `/up/<name>`, or
 * a signal such as `/SIGKILL/<name>`. The answer comes when it is so.
 */
export async function openSwitchboard(stack: Stack, state: string): Promise<Switchboard> {
  const broker = brokerSwitch(state);
  const server = createServer((request, response) => {
    const [, way = '', name = ''] = (request.url ?? '').split('/');
    const turned = async () => turn(way, switchOf(name, stack, broker));
    turned().then(
      () => response.writeHead(204).end(),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    server.close();
    await broker.stop();
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}
