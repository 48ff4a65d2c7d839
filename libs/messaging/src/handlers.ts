import type { DescMessage, MessageShape } from '@bufbuild/protobuf';
import type { Work } from '@anju/tenancy';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';

/** Marks a class whose methods hear events. */
export const EventHandlers = (): ClassDecorator => Controller();

const heard = new Map<string, DescMessage>();

/** The message behind an event type somebody hears in this process. */
export const heardSchema = (type: string): DescMessage | undefined => heard.get(type);

// A method signature, not a function type: a handler may ask for its own service's kind of work.
interface Handles<E> {
  handle(event: E, work: Work): Promise<void>;
}

/**
 * Handles one event type. The handler's change, the event's mark as handled and the events it tells are one
 * transaction, so hearing the same event twice has one effect.
 */
export const On =
  <S extends DescMessage>(schema: S) =>
  (
    target: object,
    name: string | symbol,
    descriptor: TypedPropertyDescriptor<Handles<MessageShape<S>>['handle']>,
  ): void => {
    heard.set(schema.typeName, schema);
    Payload()(target, name, 0);
    Ctx()(target, name, 1);
    EventPattern(schema.typeName)(target, name, descriptor as PropertyDescriptor);
  };
