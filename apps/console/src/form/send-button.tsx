import {
  create,
  type DescMessage,
  type DescMethodUnary,
  type MessageInitShape,
  type MessageShape,
  toJsonString,
} from '@bufbuild/protobuf';
import { useMutation } from '@tanstack/react-query';
import { App, Button, type ButtonProps } from 'antd';
import { useRef } from 'react';
import { renew } from '../server/ask';
import { useProblemText } from '../server/problem';
import { call, isCertain, isSignedOut } from '../server/server';
import { signInAgain } from '../server/sign-in';
import { newKey } from './draft';

interface Parts<I extends DescMessage, O extends DescMessage> {
  readonly method: DescMethodUnary<I, O>;
  readonly onSent?: (answer: MessageShape<O>) => void;
  /** For a page that shows the refusal itself, for longer than a moment. */
  readonly quiet?: boolean;
}

/** A method that needs no more words than it is called with. Pressed again without an answer it is still done once. */
export function useSend<I extends DescMessage, O extends DescMessage>({
  method,
  onSent,
  quiet,
}: Parts<I, O>) {
  const { message } = App.useApp();
  const problemText = useProblemText();
  const attempt = useRef<{ readonly said: string; readonly key: string }>(undefined);
  return useMutation<MessageShape<O>, unknown, MessageInitShape<I>>({
    mutationFn: (request) => {
      const said = toJsonString(method.input, create(method.input, request));
      if (attempt.current?.said !== said) attempt.current = { said, key: newKey() };
      return call(method, request, { idempotencyKey: attempt.current.key });
    },
    onSuccess: (answer) => {
      attempt.current = undefined;
      void renew(method.parent.typeName.split('.')[1] ?? '');
      onSent?.(answer);
    },
    onError: (error) => {
      if (isSignedOut(error)) return signInAgain.ask();
      if (isCertain(error)) {
        attempt.current = undefined;
        void renew(method.parent.typeName.split('.')[1] ?? '');
      }
      if (!quiet) void message.error(problemText(error), 6);
    },
  });
}

export function SendButton<I extends DescMessage, O extends DescMessage>({
  method,
  request,
  onSent,
  ...button
}: Parts<I, O> & { readonly request: MessageInitShape<I> } & Omit<ButtonProps, 'onClick'>) {
  const sending = useSend({ method, ...(onSent ? { onSent } : {}) });
  return <Button {...button} loading={sending.isPending} onClick={() => sending.mutate(request)} />;
}
