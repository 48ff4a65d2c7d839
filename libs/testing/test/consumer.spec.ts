import { Broker, EventConsumer, type Inbox, topicOf } from '@anju/messaging';
import { newId } from '@anju/kernel';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../src/index.js';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const brokers = (process.env['ANJU_TEST_KAFKA'] ?? '').split(',');
const nothing = { take: () => Promise.resolve() } as unknown as Inbox;

let consumer: EventConsumer;
afterEach(() => consumer.stop());

const listening = (broker: Broker) =>
  new EventConsumer(broker, 'leadership', ['ticketing'], nothing, () => undefined);

describe('a consumer', () => {
  it('joins once a neighbour that starts later has made its topic', async () => {
    const broker = new Broker({ brokers, clientId: 'late', namespace: `t${newId()}`, log: quiet });
    consumer = listening(broker);
    const started = consumer.start();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(consumer.joined).toBe(false);
    await broker.ensureTopics([topicOf(broker.options.namespace, 'ticketing')]);
    await started;
    expect(await eventually(() => consumer.joined)).toBe(true);
  }, 30_000);

  it('stops at once while it still waits for a topic', async () => {
    const broker = new Broker({ brokers, clientId: 'early', namespace: `t${newId()}`, log: quiet });
    consumer = listening(broker);
    const started = consumer.start();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const asked = performance.now();
    await consumer.stop();
    await started;
    expect(performance.now() - asked).toBeLessThan(5_000);
  }, 30_000);
});
