import { dutyOf, eventTypes, liveOf } from '@anju/contracts';
import { topicOf } from '@anju/messaging';
import { Schemas } from './schema.js';
import { commentOf, sentences } from './words.js';

/** AsyncAPI 3 of every event: which topic, which key, what it carries. Derived from the descriptors. */
export function asyncApi(namespace: string): object {
  const schemas = new Schemas('#/components/schemas/', false);
  const events = [...eventTypes.values()];
  const duties = [...new Set(events.map((event) => dutyOf(event.typeName)))];
  const messages = Object.fromEntries(
    events.map((event) => [
      event.name,
      {
        name: event.typeName,
        title: event.name,
        summary: sentences(commentOf(event)).first,
        description: commentOf(event),
        contentType: 'application/protobuf',
        headers: { $ref: '#/components/schemas/Headers' },
        payload: schemas.reference(event),
        ...(liveOf(event) ? { 'x-live-permission': liveOf(event) } : {}),
      },
    ]),
  );
  const namesOf = (duty: string) =>
    events.filter((event) => dutyOf(event.typeName) === duty).map((event) => event.name);
  const pointers = (duty: string) =>
    Object.fromEntries(namesOf(duty).map((name) => [name, { $ref: `#/components/messages/${name}` }]));
  return {
    asyncapi: '3.0.0',
    info: { title: '安居 Anju', version: '1', description: 'Key of every record: tenant and aggregate.' },
    channels: Object.fromEntries(
      duties.map((duty) => [duty, { address: topicOf(namespace, duty), messages: pointers(duty) }]),
    ),
    operations: Object.fromEntries(
      duties.map((duty) => [`${duty}Tells`, { action: 'send', channel: { $ref: `#/channels/${duty}` } }]),
    ),
    components: { messages, schemas: { ...schemas.all, Headers: headers } },
  };
}

const headers = {
  type: 'object',
  properties: Object.fromEntries(
    ['ce_specversion', 'ce_id', 'ce_type', 'ce_source', 'ce_time', 'tenantid', 'traceparent'].map((name) => [
      name,
      { type: 'string' },
    ]),
  ),
  required: ['ce_id', 'ce_type', 'ce_time', 'tenantid'],
};
