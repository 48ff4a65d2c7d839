import type { DescMessage, DescService, MessageInitShape, MessageShape } from '@bufbuild/protobuf';
import { pathOf } from '@anju/contracts';
import type { Work } from '@anju/tenancy';
import { Controller } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';

// A method signature, not a function type: a handler may ask for its own service's kind of work.
interface Answers<I extends DescMessage, O extends DescMessage> {
  answer(request: MessageShape<I>, work: Work): Promise<MessageInitShape<O>>;
}

/** One method per rpc of the service, each with its own request and answer. */
export type Handlers<S extends DescService> = {
  [K in keyof S['method']]: S['method'][K] extends {
    input: infer I extends DescMessage;
    output: infer O extends DescMessage;
  }
    ? Answers<I, O>['answer']
    : never;
};

/** Serves every rpc of `service` from the class; a missing or mistyped one does not compile. */
export function GrpcService<S extends DescService>(service: S) {
  return <C extends new (...args: never[]) => Handlers<S>>(target: C): void => {
    Controller()(target);
    const methods = target.prototype as object;
    for (const method of service.methods) {
      const descriptor = Object.getOwnPropertyDescriptor(methods, method.localName);
      if (!descriptor) continue;
      Payload()(methods, method.localName, 0);
      Ctx()(methods, method.localName, 1);
      MessagePattern(pathOf(method))(methods, method.localName, descriptor);
    }
  };
}
