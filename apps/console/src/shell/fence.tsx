import { Alert, Button } from 'antd';
import { Component, type ReactNode } from 'react';
import { useShellWords } from './words';

function Broken() {
  const say = useShellWords();
  return (
    <Alert
      type="error"
      showIcon
      title={say('broken')}
      description={say('brokenText')}
      action={<Button onClick={() => location.reload()}>{say('reload')}</Button>}
    />
  );
}

/** A bug in one screen, or a release that took away the file it is in, leaves the frame standing. */
export class Fence extends Component<{ readonly children: ReactNode }, { readonly broken: boolean }> {
  override readonly state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}
